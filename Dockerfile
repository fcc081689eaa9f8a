# Cairn in a container: `docker compose up` (compose.yaml) builds it. docs/operating.md says how to run it.

FROM python:3.11-slim-bookworm AS build
WORKDIR /cairn
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --compile-bytecode --no-python-downloads
COPY storage storage
COPY workflows workflows
COPY bot bot
RUN .venv/bin/python -m compileall -q storage workflows bot

FROM python:3.11-slim-bookworm
# Cairo draws; fontconfig and freetype come with it; the fonts are in bot/rendering/fonts.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libcairo2 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /data cairn \
    && install --directory --owner=cairn --mode=0700 /data
WORKDIR /cairn
COPY --from=build /cairn /cairn
COPY LICENSE NOTICE ./
# Nothing is written but to /data and /tmp: the rest may be mounted read-only.
ENV PATH=/cairn/.venv/bin:$PATH CAIRN_DATA=/data PORT=3000 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "serve"]
