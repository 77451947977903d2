"""Proof that a spec is sound: gradings of solutions and mistakes, mutation, calibration."""
