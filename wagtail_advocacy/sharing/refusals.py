class Refused(Exception):
    """Something a person may not do, with the sentence that tells them why."""

    def __init__(self, code: str, sentence) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(str(code))
