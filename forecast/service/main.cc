// prognosd: opens the store, serves it, and closes it cleanly on SIGTERM or SIGINT.
//
// Exit codes: 0 a clean end, 2 wrong flags, 3 the address cannot be used, 4 the store cannot be opened.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/swedish_time.h"
#include "forecast/ledger/sqlite/sqlite_store.h"
#include "forecast/service/address.h"
#include "forecast/service/logging.h"
#include "forecast/service/server.h"
#include "forecast/service/tokens.h"
#include "messages/option.h"
#include "spdlog/spdlog.h"

namespace prognos::service {
namespace {

enum ExitCode { kOk = 0, kWrongUse = 2, kAddress = 3, kStore = 4 };

constexpr int64_t kMebibyte = 1 << 20;

struct Flags {
  std::string store = "sqlite:prognos.db";
  std::string log_level = "info";
  double grace_seconds = absl::ToDoubleSeconds(ServerOptions().grace);
  int64_t cache_mebibytes = ServerOptions().cache_bytes / kMebibyte;
  int64_t import_mebibytes = ServerOptions().import_bytes / kMebibyte;
  int64_t answer_mebibytes = ServerOptions().answer_bytes / kMebibyte;
  ServerOptions server;
};

void AddFlags(CLI::App& app, Flags& flags) {
  app.add_option("--address", flags.server.address, "host:port to listen on")->capture_default_str();
  app.add_option("--tls_cert", flags.server.security.tls_cert,
                 "file with the certificate (PEM) of the service, which is then reached over TLS only");
  app.add_option("--tls_key", flags.server.security.tls_key, "file with the private key (PEM) of --tls_cert");
  app.add_option("--tls_client_ca", flags.server.security.tls_client_ca,
                 "file with certificates (PEM), one of which must have signed that of each client (mutual TLS)");
  app.add_flag(
      "--allow_plaintext_network", flags.server.security.allow_plaintext_network,
      "without TLS: listen also where other machines can reach, though all that is sent can be read on the way");
  app.add_flag("--require_token", flags.server.require_token,
               "refuse calls without a valid token also where TLS, which implies this, is not used");
  app.add_option("--store", flags.store, "where data is kept: sqlite:FILE")->capture_default_str();
  app.add_option("--threads", flags.server.threads, "reads and small writes worked on at once")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  app.add_option("--queue", flags.server.queue,
                 "reads and small writes that may wait; further ones are refused as busy")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_option("--heavy_threads", flags.server.heavy_threads,
                 "forecasts, backtests and imported files worked on at once, beside reads and small writes")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--heavy_queue", flags.server.heavy_queue,
                 "forecasts, backtests and imported files that may wait; further ones are refused as busy")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  app.add_option("--grace", flags.grace_seconds, "seconds that running calls may take to finish at a stop")
      ->check(CLI::Range(0.0, 300.0))
      ->capture_default_str();
  app.add_option("--forecast_cache", flags.cache_mebibytes,
                 "MiB of memory for computed forecasts, so that unchanged data need no new computation; 0: none")
      ->check(CLI::Range(0, 1 << 20))
      ->capture_default_str();
  app.add_option("--import_memory", flags.import_mebibytes,
                 "MiB of memory for all files being imported at once, the reading included; further ones are asked to "
                 "wait")
      ->check(CLI::Range(256, 1 << 20))
      ->capture_default_str();
  app.add_option("--answer_memory", flags.answer_mebibytes,
                 "MiB of memory for answers that clients have not fetched yet; further ones are refused as busy")
      ->check(CLI::Range(64, 1 << 20))
      ->capture_default_str();
  app.add_option("--log_level", flags.log_level, "how much is logged")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
  app.set_version_flag("--version", "prognosd " PROGNOS_VERSION);
}

int Fail(ExitCode code, const absl::Status& status) {
  std::cerr << "prognosd: " << status.message() << "\n";
  return code;
}

// SIGTERM and SIGINT are blocked in every thread started after this and fetched by WaitForStop.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // A file size limit is answered as a full disk, not by dying.
  return signals;
}

void WaitForStop(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("draining: no new calls, running ones may finish");
}

ServerOptions OptionsFrom(const Flags& flags) {
  ServerOptions options = flags.server;
  options.grace = absl::Seconds(flags.grace_seconds);
  options.cache_bytes = flags.cache_mebibytes * kMebibyte;
  options.import_bytes = flags.import_mebibytes * kMebibyte;
  options.answer_bytes = flags.answer_mebibytes * kMebibyte;
  return options;
}

// The file of "sqlite:FILE".
absl::StatusOr<std::string> PathOf(const std::string& store) {
  absl::string_view path = store;
  if (absl::ConsumePrefix(&path, "sqlite:") && !path.empty()) return std::string(path);
  return MessageStatus(absl::StatusCode::kInvalidArgument, messages::option::IsNotAStore(store));
}

// Does something with the tokens of a store that no service holds just now.
int WithTokens(const Flags& flags, const std::function<absl::Status(ledger::Store&)>& action) {
  const absl::StatusOr<std::string> path = PathOf(flags.store);
  if (!path.ok()) return Fail(kWrongUse, path.status());
  ledger::SqliteStoreOptions store_options;
  store_options.path = *path;
  absl::StatusOr<std::unique_ptr<ledger::Store>> store = ledger::OpenSqliteStore(store_options);
  if (!store.ok()) {
    std::cerr << "prognosd: tokens are changed while no service holds the store: stop it, do this, start it again\n";
    return Fail(kStore, store.status());
  }
  const absl::Status done = action(**store);
  return done.ok() ? kOk : Fail(kWrongUse, done);
}

// What `prognosd token ...` asks for.
struct TokenFlags {
  TokenRequest request;
  std::string id;
};

int MakeToken(const Flags& flags, const TokenRequest& request) {
  return WithTokens(flags, [&](ledger::Store& store) -> absl::Status {
    const absl::StatusOr<std::string> token = CreateToken(store, request, absl::Now());
    if (!token.ok()) return token.status();
    std::cerr << "This token is shown once; keep it in a file that only its user may read.\n";
    std::cout << *token << "\n";
    return absl::OkStatus();
  });
}

int ShowTokens(const Flags& flags) {
  return WithTokens(flags, [](ledger::Store& store) { return ListTokens(store, absl::Now(), std::cout); });
}

int RevokeToken(const Flags& flags, const std::string& id) {
  return WithTokens(flags, [&](ledger::Store& store) {
    return store.Write([&](ledger::Writer& writer) { return writer.RevokeToken(id, absl::Now()); });
  });
}

// The commands under `token`; `exit_code` is set when one of them was run.
void AddTokenCommands(CLI::App& app, const Flags& flags, TokenFlags& asked, std::optional<int>& exit_code) {
  CLI::App& token = *app.add_subcommand("token", "make, list and revoke the tokens that let callers in");
  token.require_subcommand(1);
  token.fallthrough();  // --store may stand last.
  CLI::App& create = *token.add_subcommand("skapa", "make a token and show it, once");
  create.add_option("--organisation", asked.request.organization_id, "its id; without it, for admin only: all");
  create.add_option("--roll", asked.request.role, "lasare, integration, ekonom or admin")->required();
  create.add_option("--giltig-till", asked.request.last_day, "the last day on which it is valid, YYYY-MM-DD")
      ->required();
  create.callback([&] { exit_code = MakeToken(flags, asked.request); });
  token.add_subcommand("lista", "list the tokens: id, organization, role, last day, state")->callback([&] {
    exit_code = ShowTokens(flags);
  });
  CLI::App& revoke = *token.add_subcommand("aterkalla", "revoke a token");
  revoke.add_option("ID", asked.id, "its id, as lista shows it")->required();
  revoke.callback([&] { exit_code = RevokeToken(flags, asked.id); });
  for (CLI::App* const command : token.get_subcommands([](const CLI::App*) { return true; })) command->fallthrough();
}

int Serve(const Flags& flags) {
  const absl::StatusOr<std::string> path = PathOf(flags.store);
  if (!path.ok()) return Fail(kWrongUse, path.status());
  const ServerOptions options = OptionsFrom(flags);
  if (const absl::Status valid = options.Validate(); !valid.ok()) return Fail(kWrongUse, valid);
  // Before the store, which a start in vain would leave behind, new and empty.
  if (const absl::Status free = CheckAddressFree(options.address); !free.ok()) return Fail(kAddress, free);
  if (const absl::Status reach = options.security.CheckReach(options.address); !reach.ok()) {
    return Fail(kWrongUse, reach);
  }
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);  // What gRPC would say of a busy port is said below in words.
  const sigset_t signals = BlockStopSignals();
  ledger::SqliteStoreOptions store_options;
  store_options.path = *path;
  absl::StatusOr<std::unique_ptr<ledger::Store>> store = ledger::OpenSqliteStore(store_options);
  if (!store.ok()) return Fail(kStore, store.status());
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(**store, options);
  if (!server.ok()) return Fail(kAddress, server.status());
  spdlog::info("prognosd {} serves {} on port {}", PROGNOS_VERSION, flags.store, (*server)->port());
  if (!HasSwedishTimeZone())
    spdlog::warn("no time zone Europe/Stockholm here: install tzdata; days begin at 23:00 UTC");
  WaitForStop(signals);
  (*server)->Shutdown();
  server->reset();
  store->reset();
  spdlog::info("stopped; the store is closed");
  return kOk;
}

}  // namespace
}  // namespace prognos::service

int main(int argc, char** argv) {
  CLI::App app{
      "prognosd keeps the monthly ledger, budgets and forecasts of Swedish social services committees and "
      "serves them over gRPC.\nExample: prognosd --store sqlite:/var/lib/prognos/prognos.db"};
  prognos::service::Flags flags;
  prognos::service::AddFlags(app, flags);
  prognos::service::TokenFlags token;
  std::optional<int> token_exit_code;
  prognos::service::AddTokenCommands(app, flags, token, token_exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? prognos::service::kOk : prognos::service::kWrongUse;
  }
  if (token_exit_code.has_value()) return *token_exit_code;
  prognos::service::ConfigureLogging(flags.log_level);
  return prognos::service::Serve(flags);
}
