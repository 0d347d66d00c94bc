"""Redis as a cache that may go away: the portal is slower then, not broken.

What cannot be read is missing, what cannot be written is forgotten, and for some seconds nobody waits for a server that
did not answer. Nothing here may be the only copy of anything: sessions, tasks and locks live in the database.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("portal.cache")
PAUSE = 5.0  # seconds without a further attempt
PATIENCE = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0}


class ForgivingRedisCache(RedisCache):
    """Every method answers as an empty cache would while the server is away."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {**PATIENCE, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._away_until = 0.0

    def _asked(self, question: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return question()
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + PAUSE
            logger.warning("The cache is away (%s); going on without it.", type(error).__name__)
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """True when in doubt: whoever asks for the right to do something may go ahead."""
        return self._asked(lambda: super(ForgivingRedisCache, self).add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        """A count begins anew, as after the key has expired: callers set it when there is none (ValueError)."""
        found = self._asked(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), None)
        if found is None:
            raise ValueError(f"Key '{key}' not found")
        return found

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> Any:
        return self._asked(
            lambda: super(ForgivingRedisCache, self).set_many(data, *args, **kwargs), list(data)
        )

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).delete_many(*args, **kwargs), None)

    def clear(self) -> Any:
        return self._asked(lambda: super(ForgivingRedisCache, self).clear(), False)
