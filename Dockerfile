# The dashboard as a server: docker build -t unrolled . && docker run -p 8501:8501 --read-only --tmpfs /tmp --tmpfs /unrolled/runs:uid=1000 unrolled
#
# BASE    a Debian with Python 3.11 or newer
# TORCH   options of pip for torch alone: what PyTorch's page of installation gives for a machine
#         without GPU saves about 4 GB

ARG BASE=python:3.12-slim

FROM ${BASE} AS packages
ARG TORCH=
WORKDIR /unrolled
COPY requirements.txt ./
RUN python3 -m venv .venv
RUN .venv/bin/python -m pip install --no-cache-dir ${TORCH} $(grep -E '^torch(vision)?==' requirements.txt)
RUN .venv/bin/python -m pip install --no-cache-dir --use-pep517 -r requirements.txt
RUN .venv/bin/python -m pip uninstall --yes pip
COPY .streamlit .streamlit
COPY models models
COPY pipelines pipelines
COPY dashboard dashboard
COPY LICENSE NOTICE.md ./
RUN .venv/bin/python -m compileall -q pipelines dashboard

FROM ${BASE}
RUN useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin unrolled && install -d -o 1000 -m 700 /unrolled/runs
WORKDIR /unrolled
COPY --from=packages /unrolled /unrolled
# Nothing is written but to /tmp, and to runs: files that pages are to answer.
ENV HOME=/tmp PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
USER 1000
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s CMD [".venv/bin/python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8501/ready', timeout=9)"]
CMD [".venv/bin/python", "-m", "streamlit", "run", "dashboard/serve.py", "--server.address=0.0.0.0", "--logger.hideWelcomeMessage=true"]
