"""This is the result when second_step clears the gradients. In the loop of the hand-out, zero_grad does that."""

FAILS = [
    "hidden/test_behaviour.py::test_steps_keep_the_gradients",
]


class SAM(SAM):
    def second_step(self) -> None:
        super().second_step()
        self.base_optimizer.zero_grad()
