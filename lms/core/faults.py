"""What is wrong in files written by people, with file and line."""

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a file; a warning does not stop publishing."""

    path: str
    line: int
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


@dataclass
class Faults:
    """The faults found so far."""

    found: list[Fault] = field(default_factory=list)

    def add(self, path: str, line: int, sentence: str) -> None:
        """Note an error."""
        self.found.append(Fault(path, line, sentence))

    def warn(self, path: str, line: int, sentence: str) -> None:
        """Note a doubt about quality."""
        self.found.append(Fault(path, line, sentence, is_warning=True))

    @property
    def errors(self) -> list[Fault]:
        """Return what must be mended, in the order of the files."""
        return sorted(fault for fault in self.found if not fault.is_warning)

    @property
    def warnings(self) -> list[Fault]:
        """Return what should be looked at, in the order of the files."""
        return sorted(fault for fault in self.found if fault.is_warning)
