"""The report's derivatives to three digits only, and a whole number without its decimal point."""

loss = 0.881
dl_dh2 = [0.506, 0.0796, -0.586]
dl_dh1 = [0.174, 0.918, -1.05, -0.412]
dl_dh1_bar = [0.174, 0, -1.05, -0.412]
dl_db1 = [0.173, 0, -1.05, -0.412]
