"""What staff does with a file of events: send it, import it, undo it, discard it; and the work in slices."""

from exchange.services.orders import discard_batch, receive_file, start_import, start_undo
from exchange.services.work import advance, done

__all__ = ["advance", "discard_batch", "done", "receive_file", "start_import", "start_undo"]
