"""The instructor's commands: they read ``spec/`` and write everything else."""
