"""The whole public record as files, made every night (`manage.py dump_open_data`), with their checksums."""
