# Build: docker build -t prognos .    Run: docker run -p 127.0.0.1:7443:7443 -v prognos:/var/lib/prognos prognos
FROM debian:bookworm-slim AS build
WORKDIR /source
COPY scripts/install-deps scripts/install-deps
COPY client/report/package.json client/report/package-lock.json client/report/
RUN scripts/install-deps --build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN cmake --preset release -DPROGNOS_TESTS=OFF -DPROGNOS_BENCHMARKS=OFF \
 && cmake --build --preset release --target prognosd prognos \
 && strip build/release/prognosd build/release/prognos

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgrpc++1.51 libprotobuf32 libsqlite3-0 libspdlog1.10 libtbb12 libssl3 libcpp-httplib0.11 libtomlplusplus3 libutf8proc2 libzip4 libexpat1 libxlsxwriter4 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --home-dir /var/lib/prognos --create-home prognos
COPY --from=build /source/build/release/prognosd /source/build/release/prognos /usr/local/bin/
USER prognos
WORKDIR /var/lib/prognos
VOLUME /var/lib/prognos
EXPOSE 7443
HEALTHCHECK --interval=10s --timeout=3s --start-period=2s CMD ["prognos", "halsa"]
# Inside a container only the network that was given to it can reach this address, and loopback could not be published.
# So plaintext is allowed here; publish it to 127.0.0.1 only, as above, or give --tls_cert and --tls_key (README.md).
CMD ["prognosd", "--address", "0.0.0.0:7443", "--allow_plaintext_network", "--store", "sqlite:/var/lib/prognos/prognos.db"]
