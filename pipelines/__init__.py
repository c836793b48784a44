"""How models of sequences are built, trained, scored and asked."""

import os

# Small recurrent steps lose more to waiting threads than they gain: beside any other busy process,
# two threads can be twenty times slower than one. Must be set before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
