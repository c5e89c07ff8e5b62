"""The figures: one line each, `area.figure<TAB>value<TAB>unit`, on screen and in var/bench.tsv."""

from pathlib import Path

FILE = Path(__file__).parents[2] / "var" / "bench.tsv"


class Report:
    """Collects the figures of one run."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, name: str, value: float, unit: str) -> None:
        """Print one figure and keep it."""
        shown = f"{value:.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
        self.lines.append(f"{name}\t{shown}\t{unit}")
        print(self.lines[-1], flush=True)

    def write(self) -> None:
        """Write all figures to var/bench.tsv; the areas not run this time keep theirs."""
        fresh = {line.partition(".")[0] for line in self.lines}
        kept = FILE.read_text().splitlines() if FILE.exists() else []
        kept = [line for line in kept if line.partition(".")[0] not in fresh]
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text("\n".join([*kept, *self.lines]) + "\n")
