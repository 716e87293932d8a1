"""The command ``python openapi/generator``; ``--help`` lists its options."""

import sys


def main() -> int:
    """Run the command; Ctrl-C ends the command without a traceback, even during its imports."""
    try:
        import command  # noqa: PLC0415

        return command.main()
    except KeyboardInterrupt:
        print("Interrupted. The generated files are unchanged or complete.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
