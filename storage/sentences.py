"""Errors that say what happened in a sentence with named gaps, so that whoever shows it can say it in any language."""


class SentenceError(Exception):
    """What went wrong. Classes of it name their sentences by a plain string, which catalogues are made from."""

    def __init__(self, sentence: str, **params: object) -> None:
        """Keep the sentence and what fills its gaps; another such error may fill one."""
        super().__init__(sentence.format(**params))
        self.sentence, self.params = sentence, params
