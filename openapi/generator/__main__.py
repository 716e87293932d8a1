"""The command ``python openapi/generator``: ``--help`` says what it can do."""

import sys


def main() -> int:
    """Run the command; being interrupted, also while it is still loading, is no accident."""
    try:
        import command  # noqa: PLC0415

        return command.main()
    except KeyboardInterrupt:
        print("Interrupted: nothing is half-written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
