#include "forecast/ledger/sqlite/migrations.h"

#include "absl/strings/str_cat.h"
#include "forecast/ledger/sqlite/file_header.h"
#include "tests/forecast/ledger/ledger_examples.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

// Format 1 as it was released. Files like this exist: this text never changes, whatever becomes of the program.
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

// What format 2 added, as it was released. Never changes either.
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

// What format 3 changed, as it was released. Never changes either.
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

// What format 4 added, as it was released. Never changes either.
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

// What format 5 added, as it was released. Never changes either.
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

// What format 6 added, as it was released. Never changes either.
constexpr char kFormat6[] = R"sql(
ALTER TABLE actual ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE budget_version ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE budget_line ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 2);
ALTER TABLE budget_line ADD COLUMN first_month INTEGER NOT NULL DEFAULT 1 CHECK (first_month BETWEEN 1 AND 12);
)sql";

// What format 7 added, as it was released. Never changes either.
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

// What format 8 added, as it was released. Never changes either.
constexpr char kFormat8[] = R"sql(
ALTER TABLE closed_year_version ADD COLUMN reason TEXT NOT NULL DEFAULT '';
)sql";

// What format 9 added, as it was released. Never changes either.
constexpr char kFormat9[] = R"sql(
CREATE TABLE log_mark (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  mark TEXT NOT NULL
) STRICT;
INSERT INTO log_mark (only, mark)
VALUES (1, 'Prognos log ' || lower(hex(randomblob(16))) ||
        ' after 00000000000000000000000000000000 of 00000000000000000000000000000000 kept  ');
)sql";

// What format 10 added, as it was released. Never changes either.
constexpr char kFormat10[] = R"sql(
ALTER TABLE budget_version ADD COLUMN kind INTEGER NOT NULL DEFAULT 1 CHECK (kind BETWEEN 1 AND 9);
)sql";

// What format 11 added, as it was released. Never changes either.
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

// What format 12 added, as it was released. Never changes either.
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

// What format 13 added, as it was released. Never changes either.
constexpr char kFormat13[] = R"sql(
ALTER TABLE activity_version ADD COLUMN own_frame INTEGER NOT NULL DEFAULT 0 CHECK (own_frame IN (0, 1));
)sql";

// What format 14 added, as it was released. Never changes either.
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

// What format 15 added, as it was released. Never changes either.
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

constexpr char kFormat16[] = R"sql(
ALTER TABLE forecast ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE evaluation ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN withdrawn_because TEXT;
)sql";

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

constexpr char kFormat18[] = R"sql(
ALTER TABLE activity_version ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
ALTER TABLE series_version ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
)sql";

constexpr char kContent2[] = R"sql(
INSERT INTO evaluation VALUES ('exempelby', '2019-2021-1', 1662015603000000, 1, x'0102', x'0304');
)sql";

// One of everything in format 1, written by hand.
constexpr char kContent1[] = R"sql(
INSERT INTO organization VALUES ('exempelby', 'Exempelby socialnämnd', 1662015600000000);
INSERT INTO closed_year VALUES ('exempelby', 2021, 1662015601000000);
INSERT INTO activity VALUES ('exempelby', 'familj', NULL, 'Barn/Unga/Familj', 1),
                            ('exempelby', 'externa', 'familj', 'Externa placeringar', 2);
INSERT INTO series VALUES ('exempelby', 'externa.cost', 'externa', 1, '', ''),
                          ('exempelby', 'externa.dygn', 'externa', 3, 'dygn', 'Vårddygn');
INSERT INTO posting_rule VALUES ('exempelby', 1, '5000', '5999', '1', '71*', 'externa', 1);
-- March 2022 is 2022 * 12 + 2 = 24266. Recorded with 100,00 kr, corrected a second later to 90,50 kr.
INSERT INTO actual VALUES ('exempelby', 'externa.cost', 24266, 1, 10000, 1662015600000000),
                          ('exempelby', 'externa.cost', 24266, 2, 9050, 1662015601000000);
INSERT INTO budget_version VALUES ('exempelby', 2022, 1, '2021-11-30', 'Nämndplan', 1662015600000000);
INSERT INTO budget_line VALUES ('exempelby', 2022, 1, 'externa.cost', 78, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, '');
INSERT INTO forecast VALUES ('exempelby', 'host-2022', 2022, 1662015602000000, 1, x'00ff');
INSERT INTO request VALUES ('exempelby', 'r-1', x'01', x'02');
)sql";

std::unique_ptr<Connection> OpenConnection(const std::string& path) {
  return Connection::Open(path, Connection::Access::kReadWrite, absl::ZeroDuration()).value();
}

int64_t FormatOf(Connection& connection) { return connection.QueryInt64("PRAGMA user_version").value(); }

// Every table, index and trigger as SQLite keeps it.
std::string Schema(Connection& connection) {
  return connection.QueryText("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)")
      .value();
}

TEST(MigrationsTest, AFileOfFormat1OpensWithAllItHolds) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(OpenConnection(path)->Execute(
                  absl::StrCat(kFormat1, kContent1, "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 1")),
              IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_EQ(*reader.GetOrganization("exempelby"),
              (Organization{"exempelby", "Exempelby socialnämnd", At(0), {2021}, 2}));
    EXPECT_THAT(*reader.ListActivities("exempelby"),
                testing::ElementsAre(Activity{"familj", "", "Barn/Unga/Familj", 1},
                                     Activity{"externa", "familj", "Externa placeringar", 2}));
    EXPECT_THAT(*reader.ListSeries("exempelby"),
                testing::ElementsAre(Series{"externa.cost", "externa", Flow::kCost, "", ""},
                                     Series{"externa.dygn", "externa", Flow::kVolume, "dygn", "Vårddygn"}));
    EXPECT_THAT(*reader.ListPostingRules("exempelby"),
                testing::ElementsAre(PostingRule{"5000", "5999", "1", "71*", "externa", Flow::kCost}));
    EXPECT_THAT(*reader.ListActuals("exempelby", {}),
                testing::ElementsAre(Actual{"externa.cost", MonthOf("2022-03"), 9'050, At(1), 2}));
    EXPECT_THAT(*reader.ListActuals("exempelby", {.as_of = At(0)}),
                testing::ElementsAre(Actual{"externa.cost", MonthOf("2022-03"), 10'000, At(0), 1}));
    const BudgetLine line = {"externa.cost", 78, Phasing::kMonthlyAmounts, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, ""};
    EXPECT_THAT(*reader.ListBudgetVersions("exempelby", {2022, {}, {}}),
                testing::ElementsAre(BudgetVersion{1, 2022, absl::CivilDay(2021, 11, 30), "Nämndplan", At(0), {line}}));
    EXPECT_EQ(*reader.GetForecast("exempelby", "host-2022"),
              (Forecast{"host-2022", 2022, At(2), 1, std::string("\0\xff", 2)}));
    EXPECT_EQ(*reader.FindRequest("exempelby", "r-1"), (CompletedRequest{"r-1", "\x01", "\x02"}));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(MigrationsTest, TheFirstMigrationStillMakesFormat1) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(1)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(kFormat1), IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 1);
  EXPECT_EQ(made->QueryInt64("PRAGMA application_id").value(), 0x5072676e);
}

TEST(MigrationsTest, TheSecondMigrationStillMakesFormat2) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(2)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2)), IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 2);
}

TEST(MigrationsTest, AFileOfFormat2OpensWithItsEvaluations) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(
      OpenConnection(path)->Execute(absl::StrCat(kFormat1, kFormat2, kContent1, kContent2,
                                                 "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 2")),
      IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_EQ(*reader.GetEvaluation("exempelby", "2019-2021-1"),
              (Evaluation{"2019-2021-1", At(3), 1, "\x01\x02", "\x03\x04"}));
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(MigrationsTest, TheThirdMigrationStillMakesFormat3) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(3)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3)), IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 3);
}

TEST(MigrationsTest, TheFourthMigrationStillMakesFormat4) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(4)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4)), IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 4);
}

TEST(MigrationsTest, TheFifthMigrationStillMakesFormat5) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(5)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5)), IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 5);
}

TEST(MigrationsTest, TheSixthMigrationStillMakesFormat6) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(6)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6)), IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 6);
}

TEST(MigrationsTest, TheSeventhMigrationStillMakesFormat7) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(7)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 7);
}

TEST(MigrationsTest, TheEighthMigrationStillMakesFormat8) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(8)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(
      released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7, kFormat8)),
      IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 8);
}

TEST(MigrationsTest, TheNinthMigrationStillMakesFormat9) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(9)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 9);
  const absl::string_view name =
      "SELECT mark LIKE 'Prognos log % after % of 00000000000000000000000000000000 kept  ' FROM log_mark";
  EXPECT_EQ(made->QueryInt64(name).value(), 1);
  EXPECT_NE(made->QueryText("SELECT mark FROM log_mark").value(),
            released->QueryText("SELECT mark FROM log_mark").value());
}

TEST(MigrationsTest, TheTenthMigrationStillMakesFormat10) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(10)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 10);
}

TEST(MigrationsTest, TheEleventhMigrationStillMakesFormat11) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(11)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10, kFormat11)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 11);
}

// Beside a forecast of before nothing is recorded: it is a draft, and may be judged and locked like a new one.
TEST(MigrationsTest, AForecastOfFormat8TakesFactsAfterTheUpgrade) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(OpenConnection(path)->Execute(
                  absl::StrCat(kFormat1, kFormat2, kContent1, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                               kFormat8, "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 8")),
              IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Write([](Writer& writer) -> absl::Status {
    EXPECT_TRUE(writer.ListForecastFacts("exempelby", "host-2022")->empty());
    return writer.AppendForecastFact("exempelby", "host-2022", {.kind = rounds::FactKind::kLocked}, {At(3)}).status();
  }),
              IsOk());
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_EQ(reader.ListForecastFacts("exempelby", "host-2022")->size(), 1u);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(MigrationsTest, TheTwelfthMigrationStillMakesFormat12) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(12)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10, kFormat11, kFormat12)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 12);
}

TEST(MigrationsTest, TheThirteenthMigrationStillMakesFormat13) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(13)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10, kFormat11, kFormat12, kFormat13)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 13);
}

TEST(MigrationsTest, TheFourteenthMigrationStillMakesFormat14) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(14)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(
      released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7, kFormat8,
                                     kFormat9, kFormat10, kFormat11, kFormat12, kFormat13, kFormat14)),
      IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 14);
}

TEST(MigrationsTest, TheFifteenthMigrationStillMakesFormat15) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(15)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(
      released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7, kFormat8,
                                     kFormat9, kFormat10, kFormat11, kFormat12, kFormat13, kFormat14, kFormat15)),
      IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 15);
}

TEST(MigrationsTest, TheSixteenthMigrationStillMakesFormat16) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(16)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10, kFormat11, kFormat12, kFormat13, kFormat14,
                                             kFormat15, kFormat16)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 16);
}

TEST(MigrationsTest, TheSeventeenthMigrationStillMakesFormat17) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(17)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10, kFormat11, kFormat12, kFormat13, kFormat14,
                                             kFormat15, kFormat16, kFormat17)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 17);
}

TEST(MigrationsTest, TheEighteenthMigrationStillMakesFormat18) {
  const TemporaryFolder folder;
  const auto made = OpenConnection(folder.File("made.db"));
  ASSERT_THAT(Migrate(*made, AllMigrations().first(18)), IsOk());
  const auto released = OpenConnection(folder.File("released.db"));
  ASSERT_THAT(released->Execute(absl::StrCat(kFormat1, kFormat2, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                                             kFormat8, kFormat9, kFormat10, kFormat11, kFormat12, kFormat13, kFormat14,
                                             kFormat15, kFormat16, kFormat17, kFormat18)),
              IsOk());
  EXPECT_EQ(Schema(*made), Schema(*released));
  EXPECT_EQ(FormatOf(*made), 18);
}

// What was recorded beside forecasts in format 16 stays, and a withdrawal stands behind it.
TEST(MigrationsTest, FactsOfFormat16AreStillThereAndAForecastCanBeWithdrawn) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(
      OpenConnection(path)->Execute(absl::StrCat(
          kFormat1, kFormat2, kContent1, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7, kFormat8, kFormat9,
          kFormat10, kFormat11, kFormat12, kFormat13, kFormat14, kFormat15, kFormat16,
          "INSERT INTO forecast_fact SELECT organization_id, forecast_id, 1, 1, '', 0, '', NULL, NULL, 'klar', '', "
          "1662015700000000, 'anna' FROM forecast;",
          "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 16")),
      IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Write([](Writer& writer) -> absl::Status {
    const std::string id = writer.ListForecasts("exempelby", 0, 0, 0)->at(0).id;
    const ForecastFact withdrawn{.kind = rounds::FactKind::kWithdrawn, .text = "fel"};
    PROGNOS_RETURN_IF_ERROR(
        writer.AppendForecastFact("exempelby", id, withdrawn, {absl::FromUnixSeconds(1'662'015'800), "bo"}).status());
    const std::vector<ForecastFact> facts = *writer.ListForecastFacts("exempelby", id);
    EXPECT_EQ(facts.size(), 2u);
    EXPECT_EQ(facts.at(0).text, "klar");
    EXPECT_EQ(facts.at(1).kind, rounds::FactKind::kWithdrawn);
    EXPECT_EQ(facts.at(1).position, 2);
    return absl::OkStatus();
  }),
              IsOk());
}

// Before format 16 nobody wrote down who made a forecast, and nothing could be withdrawn.
TEST(MigrationsTest, WhatWasMadeInFormat12IsByNobodyKnownAndNotWithdrawn) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(OpenConnection(path)->Execute(
                  absl::StrCat(kFormat1, kFormat2, kContent1, kFormat3, kFormat4, kFormat5, kFormat6, kFormat7,
                               kFormat8, kFormat9, kFormat10, kFormat11, kFormat12,
                               "INSERT INTO follow_up VALUES ('exempelby', 1, 'sip', 0, 1, x'61', 1, 'anna');",
                               "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 12")),
              IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    for (const Forecast& forecast : *reader.ListForecasts("exempelby", 0, 0, 0)) EXPECT_EQ(forecast.author, "");
    const std::vector<FollowUp> rows = *reader.ListFollowUps("exempelby", FollowUpKind::kIndicator, std::nullopt);
    EXPECT_EQ(rows.size(), 1u);
    return absl::OkStatus();
  }),
              IsOk());
}

// Before format 15 there were no types: what is there has none.
TEST(MigrationsTest, SeriesAndRulesOfFormat14HaveNoCostType) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(OpenConnection(path)->Execute(
                  absl::StrCat(kFormat1, kContent1, "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 1")),
              IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_TRUE(reader.ListCostTypes("exempelby", std::nullopt)->empty());
    for (const Series& series : *reader.ListSeries("exempelby")) EXPECT_EQ(series.type_id, "");
    for (const PostingRule& rule : *reader.ListPostingRules("exempelby")) EXPECT_EQ(rule.type_id, "");
    return absl::OkStatus();
  }),
              IsOk());
}

// A forecast of before has its lines in its row, and nobody kept its inputs.
TEST(MigrationsTest, AForecastOfFormat6IsStillThereAndNewOnesStandBesideIt) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(
      OpenConnection(path)->Execute(absl::StrCat(kFormat1, kFormat2, kContent1, kFormat3, kFormat4, kFormat5, kFormat6,
                                                 "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 6")),
      IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Write([](Writer& writer) {
    return writer.InsertForecast("exempelby", {"ny", 2022, At(3), 0, "h", "l"}, {"d", "i", {{"externa.cost", "p"}}});
  }),
              IsOk());
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_EQ(*reader.GetForecast("exempelby", "host-2022"),
              (Forecast{"host-2022", 2022, At(2), 1, std::string("\0\xff", 2)}));
    EXPECT_EQ(*reader.GetForecastBasis("exempelby", "host-2022"), ForecastBasis());
    EXPECT_EQ(*reader.GetForecast("exempelby", "ny"), (Forecast{"ny", 2022, At(3), 2, "h", "l"}));
    EXPECT_EQ(reader.ListForecasts("exempelby", 0, 0, 0)->size(), 2u);
    return absl::OkStatus();
  }),
              IsOk());
}

// Before format 6 every line set the whole year, and nobody wrote down who recorded.
TEST(MigrationsTest, BudgetsAndActualsOfFormat5AreSetFromJanuaryByNobodyKnown) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(
      OpenConnection(path)->Execute(absl::StrCat(kFormat1, kFormat2, kContent1, kFormat3, kFormat4, kFormat5,
                                                 "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 5")),
      IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    const std::vector<BudgetVersion> budgets = *reader.ListBudgetVersions("exempelby", {2022, {}, {}});
    EXPECT_EQ(budgets.at(0).author, "");
    EXPECT_EQ(budgets.at(0).kind, DecisionKind::kBudget);
    EXPECT_EQ(budgets.at(0).lines.at(0).kind, LineKind::kSet);
    EXPECT_EQ(budgets.at(0).lines.at(0).first_month, 1);
    EXPECT_EQ(reader.ListActuals("exempelby", {})->at(0).author, "");
    return absl::OkStatus();
  }),
              IsOk());
}

// Format 2 overwrote its structure: nobody knows when the tree got its present shape, so it counts from the start.
TEST(MigrationsTest, TheStructureOfAFileOfFormat2CountsFromTheCreationOfItsOrganization) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  // Closed at 1, 7 and 1 second; organizations made at 0. The second has closed its only year before it was made.
  constexpr char kMore[] = R"sql(
INSERT INTO closed_year VALUES ('exempelby', 2020, 1662015607000000), ('exempelby', 2019, 1662015601000000);
INSERT INTO organization VALUES ('granby', 'Granby', 1662015600000000);
INSERT INTO closed_year VALUES ('granby', 2020, 1662015590000000);
)sql";
  ASSERT_THAT(
      OpenConnection(path)->Execute(absl::StrCat(kFormat1, kFormat2, kContent1, kContent2, kMore,
                                                 "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 2")),
      IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_TRUE(reader.ListActivities("exempelby", At(-1))->empty());
    EXPECT_EQ(*reader.ListActivities("exempelby", At(0)), *reader.ListActivities("exempelby"));
    EXPECT_EQ(reader.ListActivities("exempelby")->size(), 2u);
    EXPECT_EQ(reader.ListSeries("exempelby", At(0))->size(), 2u);
    EXPECT_EQ(reader.ListPostingRules("exempelby", At(0))->size(), 1u);
    EXPECT_THAT(reader.GetOrganization("exempelby", At(0))->closed_years, testing::IsEmpty());
    EXPECT_THAT(reader.GetOrganization("exempelby", At(1))->closed_years, testing::ElementsAre(2019, 2021));
    EXPECT_THAT(reader.GetOrganization("exempelby", At(7))->closed_years, testing::ElementsAre(2019, 2020, 2021));
    EXPECT_THAT(reader.GetOrganization("granby", At(0))->closed_years, testing::ElementsAre(2020));
    return absl::OkStatus();
  }),
              IsOk());
  ASSERT_THAT(store->Write([](Writer& writer) {
    return writer.UpsertActivities("exempelby", {{"externa", "", "Externa", 2}}, {At(8)});
  }),
              IsOk());
  ASSERT_THAT(store->Read([](Reader& reader) -> absl::Status {
    EXPECT_EQ(reader.ListActivities("exempelby", At(7))->at(1).parent_id, "familj");
    EXPECT_EQ(reader.ListActivities("exempelby", At(8))->at(1).parent_id, "");
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(MigrationsTest, AFileOfFormat1TakesEvaluationsAfterTheUpgrade) {
  const TemporaryFolder folder;
  const std::string path = folder.File("prognos.db");
  ASSERT_THAT(OpenConnection(path)->Execute(
                  absl::StrCat(kFormat1, kContent1, "PRAGMA application_id = 1349674862;", "PRAGMA user_version = 1")),
              IsOk());
  const std::unique_ptr<Store> store = MustOpen(path);
  ASSERT_NE(store, nullptr);
  ASSERT_THAT(store->Write([](Writer& writer) {
    return writer.InsertEvaluation("exempelby", {"2019-2021-1", At(3), 0, "h", "r"});
  }),
              IsOk());
  ASSERT_THAT(store->Read([](Reader& reader) { return reader.GetEvaluation("exempelby", "2019-2021-1").status(); }),
              IsOk());
}

TEST(MigrationsTest, OnlyTheMigrationsThatAreMissingAreRun) {
  const TemporaryFolder folder;
  const auto connection = OpenConnection(folder.File("x.db"));
  const std::vector<Migration> three = {{"one", "CREATE TABLE t (x); INSERT INTO t VALUES (1)"},
                                        {"two", "ALTER TABLE t ADD COLUMN y; UPDATE t SET y = x * 10"},
                                        {"three", "UPDATE t SET y = y + 1"}};
  ASSERT_THAT(Migrate(*connection, absl::MakeSpan(three).first(1)), IsOk());
  ASSERT_THAT(connection->Execute("INSERT INTO t VALUES (2)"), IsOk());
  ASSERT_THAT(Migrate(*connection, three), IsOk());
  EXPECT_EQ(FormatOf(*connection), 3);
  // (1 * 10 + 1) + (2 * 10 + 1) = 32, and the same when there is nothing left to do.
  EXPECT_EQ(connection->QueryInt64("SELECT sum(y) FROM t").value(), 32);
  ASSERT_THAT(Migrate(*connection, three), IsOk());
  EXPECT_EQ(connection->QueryInt64("SELECT sum(y) FROM t").value(), 32);
}

TEST(MigrationsTest, AMigrationThatFailsHalfwayLeavesTheFormatBeforeIt) {
  const TemporaryFolder folder;
  const auto connection = OpenConnection(folder.File("x.db"));
  const std::vector<Migration> migrations = {{"one", "CREATE TABLE t (x)"},
                                             {"two", "CREATE TABLE u (x)"},
                                             {"three", "DROP TABLE t; CREATE TABLE v (x); CREATE TABLE u (x)"}};
  EXPECT_THAT(Migrate(*connection, migrations), StatusIs(absl::StatusCode::kInternal, testing::HasSubstr("u")));
  EXPECT_EQ(FormatOf(*connection), 2);
  EXPECT_EQ(Schema(*connection), "CREATE TABLE t (x);CREATE TABLE u (x)");
}

TEST(MigrationsTest, ANewerFormatIsRefusedUntouched) {
  const TemporaryFolder folder;
  const auto connection = OpenConnection(folder.File("x.db"));
  const std::vector<Migration> two = {{"one", "CREATE TABLE t (x)"}, {"two", "CREATE TABLE u (x)"}};
  ASSERT_THAT(Migrate(*connection, two), IsOk());
  EXPECT_THAT(Migrate(*connection, absl::MakeSpan(two).first(1)),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("upgrade Prognos")));
  EXPECT_EQ(FormatOf(*connection), 2);
}

}  // namespace
}  // namespace prognos::ledger
