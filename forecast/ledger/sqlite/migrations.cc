#include "forecast/ledger/sqlite/migrations.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/file_header.h"
#include "forecast/ledger/sqlite/sqlite_status.h"

namespace prognos::ledger {
namespace {

// The organization is the first column of every key. Types are those that also PostgreSQL has a name for: INTEGER is
// its bigint, BLOB its bytea; texts compare by bytes (collation "C").
constexpr char kFormat1[] = R"sql(
CREATE TABLE organization (
  organization_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  PRIMARY KEY (organization_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_year (
  organization_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  close_time INTEGER NOT NULL,
  PRIMARY KEY (organization_id, year),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
  organization_id TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  parent_id TEXT,
  display_name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  PRIMARY KEY (organization_id, activity_id),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id),
  FOREIGN KEY (organization_id, parent_id) REFERENCES activity (organization_id, activity_id)
    DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_by_parent ON activity (organization_id, parent_id, sort_order, activity_id);

CREATE TABLE series (
  organization_id TEXT NOT NULL,
  series_id TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  flow INTEGER NOT NULL CHECK (flow BETWEEN 1 AND 3),
  unit TEXT NOT NULL,
  display_name TEXT NOT NULL,
  PRIMARY KEY (organization_id, series_id),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activity (organization_id, activity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX series_by_activity ON series (organization_id, activity_id, flow, unit);

CREATE TABLE posting_rule (
  organization_id TEXT NOT NULL,
  precedence INTEGER NOT NULL,
  first_account TEXT NOT NULL,
  last_account TEXT NOT NULL,
  dimension TEXT NOT NULL,
  object_pattern TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  flow INTEGER NOT NULL CHECK (flow BETWEEN 1 AND 3),
  PRIMARY KEY (organization_id, precedence),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activity (organization_id, activity_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE actual (
  organization_id TEXT NOT NULL,
  series_id TEXT NOT NULL,
  month INTEGER NOT NULL CHECK (month BETWEEN 22800 AND 26399),
  position INTEGER NOT NULL CHECK (position >= 1),
  value INTEGER NOT NULL,
  record_time INTEGER NOT NULL,
  PRIMARY KEY (organization_id, series_id, month, position),
  FOREIGN KEY (organization_id, series_id) REFERENCES series (organization_id, series_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actual_by_time ON actual (organization_id, record_time, position);

CREATE TABLE budget_version (
  organization_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  decision_date TEXT NOT NULL,
  description TEXT NOT NULL,
  record_time INTEGER NOT NULL,
  PRIMARY KEY (organization_id, year, version),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget_line (
  organization_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  series_id TEXT NOT NULL,
  amount_ore INTEGER NOT NULL,
  phasing INTEGER NOT NULL CHECK (phasing BETWEEN 1 AND 3),
  month_01_ore INTEGER NOT NULL,
  month_02_ore INTEGER NOT NULL,
  month_03_ore INTEGER NOT NULL,
  month_04_ore INTEGER NOT NULL,
  month_05_ore INTEGER NOT NULL,
  month_06_ore INTEGER NOT NULL,
  month_07_ore INTEGER NOT NULL,
  month_08_ore INTEGER NOT NULL,
  month_09_ore INTEGER NOT NULL,
  month_10_ore INTEGER NOT NULL,
  month_11_ore INTEGER NOT NULL,
  month_12_ore INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (organization_id, year, version, series_id),
  FOREIGN KEY (organization_id, year, version) REFERENCES budget_version (organization_id, year, version),
  FOREIGN KEY (organization_id, series_id) REFERENCES series (organization_id, series_id),
  CHECK (amount_ore = month_01_ore + month_02_ore + month_03_ore + month_04_ore + month_05_ore + month_06_ore
                    + month_07_ore + month_08_ore + month_09_ore + month_10_ore + month_11_ore + month_12_ore)
) STRICT, WITHOUT ROWID;

CREATE TABLE forecast (
  organization_id TEXT NOT NULL,
  forecast_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  payload BLOB NOT NULL,
  PRIMARY KEY (organization_id, forecast_id),
  UNIQUE (organization_id, sequence),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT;
CREATE INDEX forecast_by_year ON forecast (organization_id, year, sequence);

CREATE TABLE request (
  organization_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  response BLOB NOT NULL,
  PRIMARY KEY (organization_id, request_id),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT;

CREATE TRIGGER actual_keeps_rows BEFORE UPDATE ON actual
BEGIN SELECT RAISE(ABORT, 'actual is append-only'); END;
CREATE TRIGGER actual_loses_no_rows BEFORE DELETE ON actual
BEGIN SELECT RAISE(ABORT, 'actual is append-only'); END;
CREATE TRIGGER budget_version_keeps_rows BEFORE UPDATE ON budget_version
BEGIN SELECT RAISE(ABORT, 'budget_version is append-only'); END;
CREATE TRIGGER budget_version_loses_no_rows BEFORE DELETE ON budget_version
BEGIN SELECT RAISE(ABORT, 'budget_version is append-only'); END;
CREATE TRIGGER budget_line_keeps_rows BEFORE UPDATE ON budget_line
BEGIN SELECT RAISE(ABORT, 'budget_line is append-only'); END;
CREATE TRIGGER budget_line_loses_no_rows BEFORE DELETE ON budget_line
BEGIN SELECT RAISE(ABORT, 'budget_line is append-only'); END;
CREATE TRIGGER forecast_keeps_rows BEFORE UPDATE ON forecast
BEGIN SELECT RAISE(ABORT, 'forecast is append-only'); END;
CREATE TRIGGER forecast_loses_no_rows BEFORE DELETE ON forecast
BEGIN SELECT RAISE(ABORT, 'forecast is append-only'); END;
)sql";

// `header` stands apart from the rows so that a list does not read them.
constexpr char kFormat2[] = R"sql(
CREATE TABLE evaluation (
  organization_id TEXT NOT NULL,
  evaluation_id TEXT NOT NULL,
  create_time INTEGER NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  header BLOB NOT NULL,
  result_rows BLOB NOT NULL,
  PRIMARY KEY (organization_id, evaluation_id),
  UNIQUE (organization_id, sequence),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT;

CREATE TRIGGER evaluation_keeps_rows BEFORE UPDATE ON evaluation
BEGIN SELECT RAISE(ABORT, 'evaluation is append-only'); END;
CREATE TRIGGER evaluation_loses_no_rows BEFORE DELETE ON evaluation
BEGIN SELECT RAISE(ABORT, 'evaluation is append-only'); END;
)sql";

// Structure is recorded: a change is a row with time and author, and what it says stands in rows of its position.
// `activity` and `series` stay as the keys that others refer to. What there is becomes the first change of each
// organization, at its creation, but for closed years, whose time is known.
constexpr char kFormat3[] = R"sql(
CREATE TABLE structure_change (
  organization_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  record_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (organization_id, position),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX structure_change_by_time ON structure_change (organization_id, record_time, position);

CREATE TABLE closed_year_version (
  organization_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  position INTEGER NOT NULL,
  closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
  PRIMARY KEY (organization_id, year, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_version (
  organization_id TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  parent_id TEXT,
  display_name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  PRIMARY KEY (organization_id, activity_id, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activity (organization_id, activity_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE series_version (
  organization_id TEXT NOT NULL,
  series_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  activity_id TEXT NOT NULL,
  flow INTEGER NOT NULL CHECK (flow BETWEEN 1 AND 3),
  unit TEXT NOT NULL,
  display_name TEXT NOT NULL,
  PRIMARY KEY (organization_id, series_id, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position),
  FOREIGN KEY (organization_id, series_id) REFERENCES series (organization_id, series_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting_rule_set (
  organization_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (organization_id, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting_rule_version (
  organization_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  precedence INTEGER NOT NULL,
  first_account TEXT NOT NULL,
  last_account TEXT NOT NULL,
  dimension TEXT NOT NULL,
  object_pattern TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  flow INTEGER NOT NULL CHECK (flow BETWEEN 1 AND 3),
  PRIMARY KEY (organization_id, position, precedence),
  FOREIGN KEY (organization_id, position) REFERENCES posting_rule_set (organization_id, position),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activity (organization_id, activity_id)
) STRICT, WITHOUT ROWID;

INSERT INTO structure_change SELECT organization_id, 1, create_time, '' FROM organization;
INSERT INTO activity_version
  SELECT organization_id, activity_id, 1, parent_id, display_name, sort_order FROM activity;
INSERT INTO series_version SELECT organization_id, series_id, 1, activity_id, flow, unit, display_name FROM series;
INSERT INTO posting_rule_set SELECT DISTINCT organization_id, 1 FROM posting_rule;
INSERT INTO posting_rule_version
  SELECT organization_id, 1, precedence, first_account, last_account, dimension, object_pattern, activity_id, flow
  FROM posting_rule;
CREATE TEMP TABLE closing AS
  SELECT organization_id, year, max(close_time, create_time) AS time,
         1 + dense_rank() OVER (PARTITION BY organization_id ORDER BY max(close_time, create_time)) AS position
  FROM closed_year JOIN organization USING (organization_id);
INSERT INTO structure_change SELECT DISTINCT organization_id, position, time, '' FROM closing;
INSERT INTO closed_year_version SELECT organization_id, year, position, 1 FROM closing;
DROP TABLE closing;
DROP TABLE posting_rule;
DROP TABLE closed_year;

CREATE TRIGGER structure_change_keeps_rows BEFORE UPDATE ON structure_change
BEGIN SELECT RAISE(ABORT, 'structure_change is append-only'); END;
CREATE TRIGGER structure_change_loses_no_rows BEFORE DELETE ON structure_change
BEGIN SELECT RAISE(ABORT, 'structure_change is append-only'); END;
CREATE TRIGGER closed_year_version_keeps_rows BEFORE UPDATE ON closed_year_version
BEGIN SELECT RAISE(ABORT, 'closed_year_version is append-only'); END;
CREATE TRIGGER closed_year_version_loses_no_rows BEFORE DELETE ON closed_year_version
BEGIN SELECT RAISE(ABORT, 'closed_year_version is append-only'); END;
CREATE TRIGGER activity_version_keeps_rows BEFORE UPDATE ON activity_version
BEGIN SELECT RAISE(ABORT, 'activity_version is append-only'); END;
CREATE TRIGGER activity_version_loses_no_rows BEFORE DELETE ON activity_version
BEGIN SELECT RAISE(ABORT, 'activity_version is append-only'); END;
CREATE TRIGGER series_version_keeps_rows BEFORE UPDATE ON series_version
BEGIN SELECT RAISE(ABORT, 'series_version is append-only'); END;
CREATE TRIGGER series_version_loses_no_rows BEFORE DELETE ON series_version
BEGIN SELECT RAISE(ABORT, 'series_version is append-only'); END;
CREATE TRIGGER posting_rule_set_keeps_rows BEFORE UPDATE ON posting_rule_set
BEGIN SELECT RAISE(ABORT, 'posting_rule_set is append-only'); END;
CREATE TRIGGER posting_rule_set_loses_no_rows BEFORE DELETE ON posting_rule_set
BEGIN SELECT RAISE(ABORT, 'posting_rule_set is append-only'); END;
CREATE TRIGGER posting_rule_version_keeps_rows BEFORE UPDATE ON posting_rule_version
BEGIN SELECT RAISE(ABORT, 'posting_rule_version is append-only'); END;
CREATE TRIGGER posting_rule_version_loses_no_rows BEFORE DELETE ON posting_rule_version
BEGIN SELECT RAISE(ABORT, 'posting_rule_version is append-only'); END;
)sql";

// SQLite's randomblob is seeded by the operating system.
constexpr char kFormat4[] = R"sql(
CREATE TABLE token_key (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
INSERT INTO token_key VALUES (1, randomblob(32));
CREATE TRIGGER token_key_keeps_rows BEFORE UPDATE ON token_key
BEGIN SELECT RAISE(ABORT, 'token_key never changes'); END;
CREATE TRIGGER token_key_loses_no_rows BEFORE DELETE ON token_key
BEGIN SELECT RAISE(ABORT, 'token_key never changes'); END;
)sql";

// The secret itself is not kept. Rows are not removed: a revoked token still tells who could do what, and when.
constexpr char kFormat5[] = R"sql(
CREATE TABLE access_token (
  token_id TEXT NOT NULL,
  secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
  organization_id TEXT,
  role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 4),
  create_time INTEGER NOT NULL,
  expire_time INTEGER NOT NULL,
  revoke_time INTEGER,
  PRIMARY KEY (token_id),
  UNIQUE (secret_hash),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER access_token_loses_no_rows BEFORE DELETE ON access_token
BEGIN SELECT RAISE(ABORT, 'access_token keeps its rows'); END;
)sql";

// Who recorded; and budget decisions that change, or set from a later month than January.
constexpr char kFormat6[] = R"sql(
ALTER TABLE actual ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE budget_version ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE budget_line ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 2);
ALTER TABLE budget_line ADD COLUMN first_month INTEGER NOT NULL DEFAULT 1 CHECK (first_month BETWEEN 1 AND 12);
)sql";

// A forecast in parts: its row keeps the header alone, so that a list does not read the lines; forecasts of the same
// inputs share them. Forecasts of before have all but inputs and paths in their row.
constexpr char kFormat7[] = R"sql(
CREATE TABLE forecast_input (
  organization_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  input BLOB NOT NULL,
  PRIMARY KEY (organization_id, digest),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT;

CREATE TABLE forecast_lines (
  organization_id TEXT NOT NULL,
  forecast_id TEXT NOT NULL,
  input_digest TEXT NOT NULL,
  lines BLOB NOT NULL,
  PRIMARY KEY (organization_id, forecast_id),
  FOREIGN KEY (organization_id, forecast_id) REFERENCES forecast (organization_id, forecast_id),
  FOREIGN KEY (organization_id, input_digest) REFERENCES forecast_input (organization_id, digest)
) STRICT;

CREATE TABLE forecast_paths (
  organization_id TEXT NOT NULL,
  forecast_id TEXT NOT NULL,
  series_id TEXT NOT NULL,
  paths BLOB NOT NULL,
  PRIMARY KEY (organization_id, forecast_id, series_id),
  FOREIGN KEY (organization_id, forecast_id) REFERENCES forecast (organization_id, forecast_id),
  FOREIGN KEY (organization_id, series_id) REFERENCES series (organization_id, series_id)
) STRICT;

CREATE TRIGGER forecast_input_keeps_rows BEFORE UPDATE ON forecast_input
BEGIN SELECT RAISE(ABORT, 'forecast_input is append-only'); END;
CREATE TRIGGER forecast_input_loses_no_rows BEFORE DELETE ON forecast_input
BEGIN SELECT RAISE(ABORT, 'forecast_input is append-only'); END;
CREATE TRIGGER forecast_lines_keeps_rows BEFORE UPDATE ON forecast_lines
BEGIN SELECT RAISE(ABORT, 'forecast_lines is append-only'); END;
CREATE TRIGGER forecast_lines_loses_no_rows BEFORE DELETE ON forecast_lines
BEGIN SELECT RAISE(ABORT, 'forecast_lines is append-only'); END;
CREATE TRIGGER forecast_paths_keeps_rows BEFORE UPDATE ON forecast_paths
BEGIN SELECT RAISE(ABORT, 'forecast_paths is append-only'); END;
CREATE TRIGGER forecast_paths_loses_no_rows BEFORE DELETE ON forecast_paths
BEGIN SELECT RAISE(ABORT, 'forecast_paths is append-only'); END;
)sql";

constexpr char kFormat8[] = R"sql(
ALTER TABLE closed_year_version ADD COLUMN reason TEXT NOT NULL DEFAULT '';
)sql";

// log_mark.h reads the row where it lies: one column and a text of this length. The log that makes the table may lie
// beside any file.
constexpr char kFormat9[] = R"sql(
CREATE TABLE log_mark (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  mark TEXT NOT NULL
) STRICT;
INSERT INTO log_mark (only, mark)
VALUES (1, 'Prognos log ' || lower(hex(randomblob(16))) ||
        ' after 00000000000000000000000000000000 of 00000000000000000000000000000000 kept  ');
)sql";

constexpr char kFormat10[] = R"sql(
ALTER TABLE budget_version ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 9);
)sql";

// What people record beside a stored forecast (judgements, and that it is locked or superseded), and which months a
// round of an organization knows.
constexpr char kFormat11[] = R"sql(
CREATE TABLE forecast_fact (
  organization_id TEXT NOT NULL,
  forecast_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position > 0),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
  activity_id TEXT NOT NULL,
  measure INTEGER NOT NULL CHECK (measure BETWEEN 0 AND 4),
  series_id TEXT NOT NULL,
  amount_ore INTEGER,
  plus_minus_ore INTEGER CHECK (plus_minus_ore >= 0),
  text TEXT NOT NULL,
  other_forecast_id TEXT NOT NULL,
  record_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (organization_id, forecast_id, position),
  FOREIGN KEY (organization_id, forecast_id) REFERENCES forecast (organization_id, forecast_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER forecast_fact_keeps_rows BEFORE UPDATE ON forecast_fact
BEGIN SELECT RAISE(ABORT, 'forecast_fact is append-only'); END;
CREATE TRIGGER forecast_fact_loses_no_rows BEFORE DELETE ON forecast_fact
BEGIN SELECT RAISE(ABORT, 'forecast_fact is append-only'); END;

CREATE TABLE round_month_version (
  organization_id TEXT NOT NULL,
  round INTEGER NOT NULL CHECK (round BETWEEN 2 AND 5),
  position INTEGER NOT NULL,
  last_month INTEGER NOT NULL CHECK (last_month BETWEEN 1 AND 12),
  PRIMARY KEY (organization_id, round, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER round_month_version_keeps_rows BEFORE UPDATE ON round_month_version
BEGIN SELECT RAISE(ABORT, 'round_month_version is append-only'); END;
CREATE TRIGGER round_month_version_loses_no_rows BEFORE DELETE ON round_month_version
BEGIN SELECT RAISE(ABORT, 'round_month_version is append-only'); END;
)sql";

// Follow-up: small things of many kinds that no statement adds up, so one table holds them all.
constexpr char kFormat12[] = R"sql(
CREATE TABLE follow_up (
  organization_id TEXT NOT NULL,
  kind INTEGER NOT NULL CHECK (kind >= 1),
  item_id TEXT NOT NULL,
  period INTEGER NOT NULL CHECK (period >= 0),
  position INTEGER NOT NULL CHECK (position >= 1),
  content BLOB NOT NULL,
  record_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (organization_id, kind, item_id, period, position),
  FOREIGN KEY (organization_id) REFERENCES organization (organization_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_up_by_time ON follow_up (organization_id, record_time, position);

CREATE TRIGGER follow_up_keeps_rows BEFORE UPDATE ON follow_up
BEGIN SELECT RAISE(ABORT, 'follow_up is append-only'); END;
CREATE TRIGGER follow_up_loses_no_rows BEFORE DELETE ON follow_up
BEGIN SELECT RAISE(ABORT, 'follow_up is append-only'); END;
)sql";

constexpr char kFormat13[] = R"sql(
ALTER TABLE activity_version ADD COLUMN own_frame INTEGER NOT NULL DEFAULT 0 CHECK (own_frame IN (0, 1));
)sql";

constexpr char kFormat14[] = R"sql(
CREATE TABLE activity_move (
  organization_id TEXT NOT NULL,
  activity_id TEXT NOT NULL,
  first_month INTEGER NOT NULL CHECK (first_month BETWEEN 22800 AND 26399),
  position INTEGER NOT NULL,
  leaves INTEGER NOT NULL CHECK (leaves IN (0, 1)),
  parent_id TEXT CHECK (leaves = 0 OR parent_id IS NULL),
  PRIMARY KEY (organization_id, activity_id, first_month, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position),
  FOREIGN KEY (organization_id, activity_id) REFERENCES activity (organization_id, activity_id),
  FOREIGN KEY (organization_id, parent_id) REFERENCES activity (organization_id, activity_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER activity_move_keeps_rows BEFORE UPDATE ON activity_move
BEGIN SELECT RAISE(ABORT, 'activity_move is append-only'); END;
CREATE TRIGGER activity_move_loses_no_rows BEFORE DELETE ON activity_move
BEGIN SELECT RAISE(ABORT, 'activity_move is append-only'); END;
)sql";

// Cost types: the list of an organization, and which of them a series or a posting rule is about.
constexpr char kFormat15[] = R"sql(
CREATE TABLE cost_type_version (
  organization_id TEXT NOT NULL,
  cost_type_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  display_name TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  PRIMARY KEY (organization_id, cost_type_id, position),
  FOREIGN KEY (organization_id, position) REFERENCES structure_change (organization_id, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cost_type_version_keeps_rows BEFORE UPDATE ON cost_type_version
BEGIN SELECT RAISE(ABORT, 'cost_type_version is append-only'); END;
CREATE TRIGGER cost_type_version_loses_no_rows BEFORE DELETE ON cost_type_version
BEGIN SELECT RAISE(ABORT, 'cost_type_version is append-only'); END;

ALTER TABLE series_version ADD COLUMN cost_type_id TEXT NOT NULL DEFAULT '';
ALTER TABLE posting_rule_version ADD COLUMN cost_type_id TEXT NOT NULL DEFAULT '';
)sql";

// Who made a forecast or an evaluation, and why a row of follow-up was withdrawn.
constexpr char kFormat16[] = R"sql(
ALTER TABLE forecast ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE evaluation ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN withdrawn_because TEXT;
)sql";

// Budget decisions that should not have been recorded, and forecasts that should not have been made: two more kinds of
// what is recorded beside one.
constexpr char kFormat17[] = R"sql(
CREATE TABLE budget_withdrawal (
  organization_id TEXT NOT NULL,
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  reason TEXT NOT NULL,
  record_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (organization_id, year, version),
  FOREIGN KEY (organization_id, year, version) REFERENCES budget_version (organization_id, year, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER budget_withdrawal_keeps_rows BEFORE UPDATE ON budget_withdrawal
BEGIN SELECT RAISE(ABORT, 'budget_withdrawal is append-only'); END;
CREATE TRIGGER budget_withdrawal_loses_no_rows BEFORE DELETE ON budget_withdrawal
BEGIN SELECT RAISE(ABORT, 'budget_withdrawal is append-only'); END;

CREATE TABLE forecast_fact_17 (
  organization_id TEXT NOT NULL,
  forecast_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position > 0),
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
  activity_id TEXT NOT NULL,
  measure INTEGER NOT NULL CHECK (measure BETWEEN 0 AND 4),
  series_id TEXT NOT NULL,
  amount_ore INTEGER,
  plus_minus_ore INTEGER CHECK (plus_minus_ore >= 0),
  text TEXT NOT NULL,
  other_forecast_id TEXT NOT NULL,
  record_time INTEGER NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (organization_id, forecast_id, position),
  FOREIGN KEY (organization_id, forecast_id) REFERENCES forecast (organization_id, forecast_id)
) STRICT, WITHOUT ROWID;
INSERT INTO forecast_fact_17 SELECT * FROM forecast_fact;
DROP TABLE forecast_fact;
ALTER TABLE forecast_fact_17 RENAME TO forecast_fact;

CREATE TRIGGER forecast_fact_keeps_rows BEFORE UPDATE ON forecast_fact
BEGIN SELECT RAISE(ABORT, 'forecast_fact is append-only'); END;
CREATE TRIGGER forecast_fact_loses_no_rows BEFORE DELETE ON forecast_fact
BEGIN SELECT RAISE(ABORT, 'forecast_fact is append-only'); END;
)sql";

// Activities that were entered by mistake, and their series: a version that says that they are gone.
constexpr char kFormat18[] = R"sql(
ALTER TABLE activity_version ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
ALTER TABLE series_version ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
)sql";

constexpr Migration kMigrations[] = {
    {"organizations, ledger, budgets and forecasts", kFormat1},
    {"evaluations", kFormat2},
    {"structure as recorded", kFormat3},
    {"the key of page tokens", kFormat4},
    {"access tokens", kFormat5},
    {"authors, and budget decisions that change", kFormat6},
    {"forecasts in parts", kFormat7},
    {"why a year was closed", kFormat8},
    {"which file the log belongs to", kFormat9},
    {"kinds of budget decisions", kFormat10},
    {"judgements of forecasts, months of rounds", kFormat11},
    {"follow-up", kFormat12},
    {"frames beside the sum", kFormat13},
    {"moves of activities", kFormat14},
    {"cost types", kFormat15},
    {"who made a forecast, and what is withdrawn of follow-up", kFormat16},
    {"withdrawn budget decisions and forecasts", kFormat17},
    {"deleted activities", kFormat18},
};

// The format of the file, 0 for an empty one.
absl::StatusOr<int64_t> FormatOf(Connection& connection) {
  PROGNOS_ASSIGN_OR_RETURN(const int64_t format, connection.QueryInt64("PRAGMA user_version"));
  PROGNOS_ASSIGN_OR_RETURN(const int64_t application, connection.QueryInt64("PRAGMA application_id"));
  PROGNOS_ASSIGN_OR_RETURN(const int64_t entries, connection.QueryInt64("SELECT count(*) FROM sqlite_schema"));
  if (entries == 0 && application == 0) return 0;
  if (application != kApplicationId) return OtherProgramStatus(connection.path());
  if (format < 1 || entries == 0) return DamagedStatus(connection.path());
  return format;
}

absl::Status RunMigration(Connection& connection, const Migration& migration, int64_t format) {
  PROGNOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(connection, Transaction::Kind::kWrite));
  PROGNOS_RETURN_IF_ERROR(connection.Execute(migration.sql));
  PROGNOS_RETURN_IF_ERROR(
      connection.Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId, "; PRAGMA user_version = ", format)));
  return transaction.Commit();
}

}  // namespace

absl::Span<const Migration> AllMigrations() { return kMigrations; }

absl::Status Migrate(Connection& connection, absl::Span<const Migration> migrations) {
  const int64_t newest = static_cast<int64_t>(migrations.size());
  PROGNOS_ASSIGN_OR_RETURN(const int64_t format, FormatOf(connection));
  if (format > newest) return NewerFormatStatus(connection.path(), format, static_cast<int>(newest));
  for (int64_t next = format + 1; next <= newest; ++next) {
    PROGNOS_RETURN_IF_ERROR(RunMigration(connection, migrations[static_cast<size_t>(next - 1)], next));
  }
  return absl::OkStatus();
}

}  // namespace prognos::ledger
