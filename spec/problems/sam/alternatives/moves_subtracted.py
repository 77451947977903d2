"""Takes the moves back by subtraction, which rounds, before the base optimizer's step."""


class SAM(SAM):
    def first_step(self) -> None:
        super().first_step()
        self.moves = [(p, p.detach() - value) for p, value in self.saved]

    def second_step(self) -> None:
        for p, move in self.moves:
            p.data.sub_(move)
        self.base_optimizer.step()
