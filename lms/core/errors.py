"""How a rule says no."""


class RuleBroken(Exception):
    """A rule's refusal; `sentence` says to a person what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
