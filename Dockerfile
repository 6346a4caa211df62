# One image for web, worker, beat and migrate; see docker-compose.yml.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 ZIELSYSTEM_DATA=/data

# What WeasyPrint loads to write PDF
RUN apt-get update \
    && apt-get install -y --no-install-recommends libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock
COPY . .

RUN useradd --system --uid 10001 --create-home zielsystem && install -d -o zielsystem /data
USER zielsystem
VOLUME /data
EXPOSE 8000

CMD ["gunicorn", "zielsystem.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
