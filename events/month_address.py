"""A month in an address: «2023/05». One spelling of each, so that no page has two addresses."""


class FourDigits:
    regex = "[0-9]{4}"
    width = 4

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:0{self.width}d}"


class TwoDigits(FourDigits):
    regex = "[0-9]{2}"
    width = 2
