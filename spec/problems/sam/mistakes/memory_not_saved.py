"""This is the result when what the base optimizer remembers is lost on the way: momentum, or averages and the number of steps.
Is it in the saved state, and does loading put it back?"""

FAILS = [
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
]


class SAM(SAM):
    def state_dict(self) -> dict[str, Any]:
        return {"rho": self.rho}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.rho = state["rho"]
