"""One line of a readiness board."""

from dataclasses import dataclass

from lms.certificates import rules


@dataclass(frozen=True)
class Line:
    """One trainee or participant on the board."""

    #: Of the place in the batch (enrolment) or in the event (participation).
    place_id: int
    name: str
    standing: str
    gaps: list[rules.Gap]
    case: rules.Case
    person_id: int

    @property
    def is_held_up(self) -> bool:
        """Tell whether somebody could still do something about what blocks."""
        return self.standing == "waiting" and all(
            gap.who != "nobody" for gap in self.gaps if gap.blocks
        )

    @property
    def is_done(self) -> bool:
        """Tell whether nothing more is issued: the paper was given, or withdrawn by decision."""
        return self.standing in ("issued", "revoked")

    @property
    def is_in_doubt(self) -> bool:
        """Tell whether the paper was given on a ground that is there no longer."""
        return self.standing == "issued" and any(gap.what in rules.PROOFS for gap in self.gaps)


def line(place_id: int, name: str, person_id: int, case: rules.Case, kind: str) -> Line:
    """Return the line of a case."""
    return Line(place_id, name, rules.standing(case, kind), rules.gaps(case, kind), case, person_id)
