# Two images from one file, because the dialogue engine and the app need different Pythons:
#   docker build --target engine .   Rasa with its trained model; talks to the app and its database only
#   docker build --target app .      everything that faces people or holds data
# Environments, data and sources are layers of their own: a change of the sources moves a few megabytes.

ARG UV=ghcr.io/astral-sh/uv:0.13.9
ARG PYTHON_OF_ENGINE=python:3.10-slim-bookworm
ARG PYTHON_OF_APP=python:3.11-slim-bookworm

FROM ${UV} AS uv

# --- engine ----------------------------------------------------------------------------------------------------------
FROM ${PYTHON_OF_ENGINE} AS engine-environment
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /kith
COPY engine/pyproject.toml engine/uv.lock engine/
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev --project engine

FROM engine-environment AS engine-model
COPY config.yml domain.yml ./
COPY nlu_data nlu_data
COPY engine engine
RUN engine/.venv/bin/python -m engine.launcher train --config config.yml --domain domain.yml --data nlu_data \
        --out model --fixed-model-name kith.tar.gz \
    && engine/.venv/bin/python -m compileall -q --invalidation-mode unchecked-hash engine/*.py engine/patches

FROM ${PYTHON_OF_ENGINE} AS engine
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kith
WORKDIR /kith
COPY --from=engine-environment /kith/engine/.venv engine/.venv
COPY --from=engine-model /kith/model model
COPY --from=engine-model /kith/engine/endpoints.yml /kith/engine/credentials.yml engine/
COPY --from=engine-model /kith/engine/*.py engine/
COPY --from=engine-model /kith/engine/__pycache__ engine/__pycache__
COPY --from=engine-model /kith/engine/patches engine/patches
# The domain's sentences in other languages: read when they are said, and no part of the model.
COPY language/messages language/messages
COPY LICENSE NOTICE ./
ENV PATH=/kith/engine/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 5005
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:5005/', timeout=4)"]
CMD ["python", "-m", "engine.launcher", "run", "--model", "model/kith.tar.gz", "--interface", "0.0.0.0", "--port", "5005", \
     "--endpoints", "engine/endpoints.yml", "--credentials", "engine/credentials.yml"]

# --- app -------------------------------------------------------------------------------------------------------------
FROM ${PYTHON_OF_APP} AS app-environment
COPY --from=uv /uv /usr/local/bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /kith
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev --no-install-project

FROM app-environment AS app-places
COPY directory directory
RUN mkdir var && .venv/bin/python -c "from pathlib import Path; from directory.places_build import build_places; \
build_places(Path('var/places.bin'), print)"

FROM app-environment AS app-sources
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
COPY actions actions
COPY bot bot
COPY council council
COPY directory directory
COPY indicators indicators
COPY kith kith
COPY language language
COPY migrations migrations
COPY screening screening
RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev \
    && .venv/bin/python -m compileall -q --invalidation-mode unchecked-hash \
        actions bot council directory indicators kith language migrations screening \
    && mkdir /sources && mv LICENSE NOTICE actions bot council directory indicators kith language migrations screening /sources

FROM ${PYTHON_OF_APP} AS app
# What the app makes while it runs: lists that it reads, and the catalogue that its processes share.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kith \
    && install --directory --owner=kith --group=kith /kith/var/imports /kith/var/catalogue
WORKDIR /kith
COPY --from=app-environment /kith/.venv .venv
COPY --from=app-places /kith/var var
COPY --from=app-sources /kith/.venv/bin/kith .venv/bin/kith
COPY --from=app-sources /sources .
# The sources are found through the path, so that the big environment below them stays the same layer.
ENV PATH=/kith/.venv/bin:$PATH PYTHONPATH=/kith PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    KITH_HOST=0.0.0.0 KITH_VAR=/kith/var
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["kith", "up"]
