"""torch's functions for lists of tensors, and a guard added to the norm."""


class SAM(SAM):
    @torch.no_grad()
    def first_step(self) -> None:
        moving = [p for group in self.base_optimizer.param_groups for p in group["params"] if p.grad is not None]
        self.saved = [(p, p.clone()) for p in moving]
        if moving:
            slopes = [p.grad for p in moving]
            norm = torch.stack(torch._foreach_norm(slopes, 2)).norm(2) + 1e-12
            torch._foreach_add_(moving, torch._foreach_mul(slopes, float(self.rho / norm)))
