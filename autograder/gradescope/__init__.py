"""What Gradescope defines: submission metadata and late policy in, results.json out, and the scripts that it runs."""
