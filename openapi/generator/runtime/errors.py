"""The errors that the generated endpoint functions raise."""


class InvalidResponse(Exception):
    """A status that is not a documented success, or a body that does not match its schema."""

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        super().__init__(f"status {status_code} with an unexpected body: {content[:200]!r}")

    def __reduce__(self) -> tuple[type["InvalidResponse"], tuple[int, bytes]]:
        return type(self), (self.status_code, self.content)
