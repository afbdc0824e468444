// Every statement that a session runs. Each reaches its rows through a key or index that begins with the organization
// and, where it orders, in the order of that key: no other organization's rows are read and nothing is sorted.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_QUERIES_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_QUERIES_H_

namespace prognos::ledger::queries {

inline constexpr char kGetOrganization[] =
    "SELECT organization_id, display_name, create_time FROM organization WHERE organization_id = ?1";
inline constexpr char kListOrganizations[] =
    "SELECT organization_id, display_name, create_time FROM organization WHERE organization_id > ?1 "
    "ORDER BY organization_id LIMIT ?2";
// Beside max(), SQLite takes the other columns from the row that has the maximum, in HAVING too: "Bare columns in an
// aggregate query", section 2.5 of sqlite.org/lang_select.html. The groups come in the order of the primary key, so
// LIMIT stops early.
//
// Times never fall with the position, so the newest change is the last by time and position.
inline constexpr char kNewestStructureChange[] =
    "SELECT position, record_time FROM structure_change WHERE organization_id = ?1 AND record_time <= ?2 "
    "ORDER BY record_time DESC, position DESC LIMIT 1";
inline constexpr char kListYears[] =
    "SELECT year, closed, reason, max(position) FROM closed_year_version WHERE organization_id = ?1 AND position <= ?2 "
    "GROUP BY year ORDER BY year";
inline constexpr char kListRoundMonths[] =
    "SELECT round, last_month, max(position) FROM round_month_version WHERE organization_id = ?1 AND position <= ?2 "
    "GROUP BY round ORDER BY round";
inline constexpr char kListActivities[] =
    "SELECT activity_id, parent_id, display_name, sort_order, own_frame, max(position) FROM activity_version "
    "WHERE organization_id = ?1 AND position <= ?2 GROUP BY activity_id HAVING deleted = 0 ORDER BY activity_id";
inline constexpr char kListActivityMoves[] =
    "SELECT activity_id, first_month, leaves, parent_id, max(position) FROM activity_move "
    "WHERE organization_id = ?1 AND position <= ?2 GROUP BY activity_id, first_month ORDER BY activity_id, first_month";
inline constexpr char kListCostTypes[] =
    "SELECT cost_type_id, display_name, sort_order, max(position) FROM cost_type_version "
    "WHERE organization_id = ?1 AND position <= ?2 GROUP BY cost_type_id ORDER BY cost_type_id";
inline constexpr char kListSeries[] =
    "SELECT series_id, activity_id, flow, unit, display_name, cost_type_id, max(position) FROM series_version "
    "WHERE organization_id = ?1 AND position <= ?2 GROUP BY series_id HAVING deleted = 0 ORDER BY series_id";
inline constexpr char kNewestPostingRuleSet[] =
    "SELECT max(position) FROM posting_rule_set WHERE organization_id = ?1 AND position <= ?2";
inline constexpr char kListPostingRules[] =
    "SELECT first_account, last_account, dimension, object_pattern, activity_id, flow, cost_type_id "
    "FROM posting_rule_version "
    "WHERE organization_id = ?1 AND position = ?2 ORDER BY precedence";

inline constexpr char kListActuals[] =
    "SELECT series_id, month, value, record_time, author, max(position) FROM actual "
    "WHERE organization_id = ?1 AND (series_id, month) > (?2, ?3) AND month BETWEEN ?4 AND ?5 AND position <= ?6 "
    "GROUP BY series_id, month ORDER BY series_id, month LIMIT ?7";
inline constexpr char kListActualsOfSeries[] =
    "SELECT series_id, month, value, record_time, author, max(position) FROM actual "
    "WHERE organization_id = ?1 AND series_id = ?2 AND month BETWEEN ?3 AND ?4 AND position <= ?5 "
    "GROUP BY month ORDER BY month LIMIT ?6";
inline constexpr char kListActualVersions[] =
    "SELECT series_id, month, value, record_time, author, position FROM actual "
    "WHERE organization_id = ?1 AND record_time <= ?2 ORDER BY record_time, position";
// Times never fall with the position, so the newest row is the last by time and position.
inline constexpr char kNewestActual[] =
    "SELECT position, record_time FROM actual WHERE organization_id = ?1 AND record_time <= ?2 "
    "ORDER BY record_time DESC, position DESC LIMIT 1";
inline constexpr char kCountingValue[] =
    "SELECT value FROM actual WHERE organization_id = ?1 AND series_id = ?2 AND month = ?3 "
    "ORDER BY position DESC LIMIT 1";

inline constexpr char kListBudgetVersions[] =
    "SELECT v.version, v.decision_date, v.description, v.record_time, v.author, v.kind, w.record_time, w.author, "
    "w.reason "
    "FROM budget_version v LEFT JOIN budget_withdrawal w ON w.organization_id = v.organization_id AND w.year = v.year "
    "AND w.version = v.version AND w.record_time <= ?4 "
    "WHERE v.organization_id = ?1 AND v.year = ?2 AND v.decision_date <= ?3 AND v.record_time <= ?4 "
    "AND (?5 = 1 OR w.version IS NULL) ORDER BY v.version";
inline constexpr char kListBudgetLines[] =
    "SELECT series_id, amount_ore, phasing, note, month_01_ore, month_02_ore, month_03_ore, month_04_ore, "
    "month_05_ore, month_06_ore, month_07_ore, month_08_ore, month_09_ore, month_10_ore, month_11_ore, month_12_ore, "
    "kind, first_month FROM budget_line WHERE organization_id = ?1 AND year = ?2 AND version = ?3 ORDER BY series_id";
inline constexpr char kNewestBudgetTime[] =
    "SELECT max(record_time) FROM (SELECT record_time FROM budget_version WHERE organization_id = ?1 "
    "UNION ALL SELECT record_time FROM budget_withdrawal WHERE organization_id = ?1)";
inline constexpr char kNewestBudgetVersion[] =
    "SELECT max(version) FROM budget_version WHERE organization_id = ?1 AND year = ?2";

inline constexpr char kGetForecast[] =
    "SELECT forecast_id, year, create_time, sequence, payload, author FROM forecast "
    "WHERE organization_id = ?1 AND forecast_id = ?2";
inline constexpr char kGetForecastLines[] =
    "SELECT lines FROM forecast_lines WHERE organization_id = ?1 AND forecast_id = ?2";
inline constexpr char kGetForecastDigest[] =
    "SELECT input_digest FROM forecast_lines WHERE organization_id = ?1 AND forecast_id = ?2";
inline constexpr char kGetForecastInput[] =
    "SELECT input FROM forecast_input WHERE organization_id = ?1 AND digest = ?2";
inline constexpr char kListForecastPaths[] =
    "SELECT series_id, paths FROM forecast_paths WHERE organization_id = ?1 AND forecast_id = ?2 ORDER BY series_id";
inline constexpr char kListForecasts[] =
    "SELECT forecast_id, year, create_time, sequence, payload, author FROM forecast "
    "WHERE organization_id = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3";
inline constexpr char kListForecastsOfYear[] =
    "SELECT forecast_id, year, create_time, sequence, payload, author FROM forecast "
    "WHERE organization_id = ?1 AND sequence < ?2 AND year = ?4 ORDER BY sequence DESC LIMIT ?3";
inline constexpr char kNewestForecast[] = "SELECT max(sequence) FROM forecast WHERE organization_id = ?1";

inline constexpr char kListForecastFacts[] =
    "SELECT position, kind, activity_id, measure, series_id, amount_ore, plus_minus_ore, text, other_forecast_id, "
    "record_time, author FROM forecast_fact WHERE organization_id = ?1 AND forecast_id = ?2 ORDER BY position";
inline constexpr char kNewestForecastFact[] =
    "SELECT position, record_time FROM forecast_fact WHERE organization_id = ?1 AND forecast_id = ?2 "
    "ORDER BY position DESC LIMIT 1";

inline constexpr char kGetEvaluation[] =
    "SELECT evaluation_id, create_time, sequence, header, author, result_rows FROM evaluation "
    "WHERE organization_id = ?1 AND evaluation_id = ?2";
inline constexpr char kListEvaluations[] =
    "SELECT evaluation_id, create_time, sequence, header, author FROM evaluation "
    "WHERE organization_id = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3";
inline constexpr char kNewestEvaluation[] = "SELECT max(sequence) FROM evaluation WHERE organization_id = ?1";

inline constexpr char kListFollowUps[] =
    "SELECT item_id, period, content, record_time, author, max(position), withdrawn_because FROM follow_up "
    "WHERE organization_id = ?1 AND kind = ?2 AND position <= ?3 GROUP BY item_id, period ORDER BY item_id, period";
inline constexpr char kListFollowUpVersions[] =
    "SELECT item_id, period, content, record_time, author, position, withdrawn_because FROM follow_up "
    "WHERE organization_id = ?1 AND kind = ?2 AND position <= ?3 ORDER BY item_id, period, position";
// As kNewestActual.
inline constexpr char kNewestFollowUp[] =
    "SELECT position, record_time FROM follow_up WHERE organization_id = ?1 AND record_time <= ?2 "
    "ORDER BY record_time DESC, position DESC LIMIT 1";
inline constexpr char kCountingFollowUp[] =
    "SELECT content, withdrawn_because FROM follow_up "
    "WHERE organization_id = ?1 AND kind = ?2 AND item_id = ?3 AND period = ?4 ORDER BY position DESC LIMIT 1";

// Changes, the newest first. What one recording holds lies side by side.
inline constexpr char kListActualChanges[] =
    "SELECT record_time, author, month, series_id FROM actual "
    "WHERE organization_id = ?1 AND record_time BETWEEN ?2 AND ?3 ORDER BY record_time DESC, position DESC";
inline constexpr char kListFollowUpChanges[] =
    "SELECT record_time, author, kind, withdrawn_because FROM follow_up "
    "WHERE organization_id = ?1 AND record_time BETWEEN ?2 AND ?3 ORDER BY record_time DESC, position DESC";
inline constexpr char kListStructureChanges[] =
    "SELECT position, record_time, author FROM structure_change "
    "WHERE organization_id = ?1 AND record_time BETWEEN ?2 AND ?3 ORDER BY record_time DESC, position DESC LIMIT ?4";
inline constexpr char kPositionsOfActivities[] =
    "SELECT position FROM activity_version WHERE organization_id = ?1 AND deleted = 0";
inline constexpr char kDeletedActivities[] =
    "SELECT position, display_name FROM activity_version WHERE organization_id = ?1 AND deleted = 1";
inline constexpr char kPositionsOfMoves[] = "SELECT position FROM activity_move WHERE organization_id = ?1";
inline constexpr char kPositionsOfCostTypes[] = "SELECT position FROM cost_type_version WHERE organization_id = ?1";
inline constexpr char kPositionsOfSeries[] =
    "SELECT position FROM series_version WHERE organization_id = ?1 AND deleted = 0";
inline constexpr char kPositionsOfRules[] = "SELECT position FROM posting_rule_version WHERE organization_id = ?1";
inline constexpr char kPositionsOfRounds[] = "SELECT position FROM round_month_version WHERE organization_id = ?1";
inline constexpr char kListForecastFactChanges[] =
    "SELECT record_time, author, forecast_id, kind FROM forecast_fact WHERE organization_id = ?1";
inline constexpr char kYearOfChange[] =
    "SELECT position, year, closed, reason FROM closed_year_version WHERE organization_id = ?1";
inline constexpr char kListBudgetChanges[] =
    "SELECT record_time, author, year, version, description FROM budget_version WHERE organization_id = ?1";
inline constexpr char kListBudgetWithdrawals[] =
    "SELECT record_time, author, year, version, reason FROM budget_withdrawal WHERE organization_id = ?1";
inline constexpr char kCountBudgetLines[] =
    "SELECT count(*) FROM budget_line WHERE organization_id = ?1 AND year = ?2 AND version = ?3";
inline constexpr char kListForecastChanges[] =
    "SELECT create_time, year, forecast_id, author FROM forecast WHERE organization_id = ?1 ORDER BY sequence DESC";
inline constexpr char kListEvaluationChanges[] =
    "SELECT create_time, 0, evaluation_id, author FROM evaluation WHERE organization_id = ?1 ORDER BY sequence DESC";

// All of them, of every organization: they are read once, when the service starts.
inline constexpr char kListTokens[] =
    "SELECT token_id, secret_hash, organization_id, role, create_time, expire_time, revoke_time FROM access_token "
    "ORDER BY token_id";
inline constexpr char kInsertToken[] =
    "INSERT INTO access_token (token_id, secret_hash, organization_id, role, create_time, expire_time) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
inline constexpr char kRevokeToken[] =
    "UPDATE access_token SET revoke_time = coalesce(revoke_time, ?2) WHERE token_id = ?1";

inline constexpr char kFindRequest[] =
    "SELECT fingerprint, response FROM request WHERE organization_id = ?1 AND request_id = ?2";

inline constexpr char kInsertOrganization[] =
    "INSERT INTO organization (organization_id, display_name, create_time) VALUES (?1, ?2, ?3)";
inline constexpr char kInsertStructureChange[] =
    "INSERT INTO structure_change (organization_id, position, record_time, author) VALUES (?1, ?2, ?3, ?4)";
inline constexpr char kInsertYearVersion[] =
    "INSERT INTO closed_year_version (organization_id, position, year, closed, reason) VALUES (?1, ?2, ?3, ?4, ?5)";
inline constexpr char kInsertRoundMonth[] =
    "INSERT INTO round_month_version (organization_id, position, round, last_month) VALUES (?1, ?2, ?3, ?4)";
inline constexpr char kUpsertActivity[] =
    "INSERT INTO activity (organization_id, activity_id, parent_id, display_name, sort_order) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (organization_id, activity_id) DO UPDATE SET "
    "parent_id = excluded.parent_id, display_name = excluded.display_name, sort_order = excluded.sort_order";
inline constexpr char kInsertActivityVersion[] =
    "INSERT INTO activity_version "
    "(organization_id, position, activity_id, parent_id, display_name, sort_order, own_frame, deleted) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
inline constexpr char kInsertActivityMove[] =
    "INSERT INTO activity_move (organization_id, activity_id, first_month, position, leaves, parent_id) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
inline constexpr char kInsertCostType[] =
    "INSERT INTO cost_type_version (organization_id, position, cost_type_id, display_name, sort_order) "
    "VALUES (?1, ?2, ?3, ?4, ?5)";
// Changes no row when the series exists with another activity, flow or unit.
inline constexpr char kUpsertSeries[] =
    "INSERT INTO series (organization_id, series_id, activity_id, flow, unit, display_name) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (organization_id, series_id) DO UPDATE SET "
    "display_name = excluded.display_name "
    "WHERE activity_id = excluded.activity_id AND flow = excluded.flow AND unit = excluded.unit";
inline constexpr char kInsertSeriesVersion[] =
    "INSERT INTO series_version (organization_id, position, series_id, activity_id, flow, unit, display_name, "
    "cost_type_id, deleted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
inline constexpr char kInsertPostingRuleSet[] =
    "INSERT INTO posting_rule_set (organization_id, position) VALUES (?1, ?2)";
inline constexpr char kInsertPostingRule[] =
    "INSERT INTO posting_rule_version (organization_id, position, precedence, first_account, last_account, dimension, "
    "object_pattern, activity_id, flow, cost_type_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
inline constexpr char kInsertActual[] =
    "INSERT INTO actual (organization_id, series_id, month, position, value, record_time, author) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
inline constexpr char kInsertBudgetVersion[] =
    "INSERT INTO budget_version (organization_id, year, version, decision_date, description, record_time, author, "
    "kind) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
inline constexpr char kInsertBudgetWithdrawal[] =
    "INSERT INTO budget_withdrawal (organization_id, year, version, reason, record_time, author) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
inline constexpr char kInsertBudgetLine[] =
    "INSERT INTO budget_line (organization_id, year, version, series_id, amount_ore, phasing, note, month_01_ore, "
    "month_02_ore, month_03_ore, month_04_ore, month_05_ore, month_06_ore, month_07_ore, month_08_ore, month_09_ore, "
    "month_10_ore, month_11_ore, month_12_ore, kind, first_month) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";
inline constexpr char kInsertForecast[] =
    "INSERT INTO forecast (organization_id, forecast_id, year, create_time, sequence, payload, author) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
inline constexpr char kInsertForecastInput[] =
    "INSERT INTO forecast_input (organization_id, digest, input) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (organization_id, digest) DO NOTHING";
inline constexpr char kInsertForecastLines[] =
    "INSERT INTO forecast_lines (organization_id, forecast_id, input_digest, lines) VALUES (?1, ?2, ?3, ?4)";
inline constexpr char kInsertForecastPaths[] =
    "INSERT INTO forecast_paths (organization_id, forecast_id, series_id, paths) VALUES (?1, ?2, ?3, ?4)";
inline constexpr char kInsertForecastFact[] =
    "INSERT INTO forecast_fact (organization_id, forecast_id, position, kind, activity_id, measure, series_id, "
    "amount_ore, plus_minus_ore, text, other_forecast_id, record_time, author) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
inline constexpr char kInsertEvaluation[] =
    "INSERT INTO evaluation (organization_id, evaluation_id, create_time, sequence, header, result_rows, author) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
inline constexpr char kInsertFollowUp[] =
    "INSERT INTO follow_up (organization_id, kind, item_id, period, position, content, record_time, author, "
    "withdrawn_because) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
inline constexpr char kInsertRequest[] =
    "INSERT INTO request (organization_id, request_id, fingerprint, response) VALUES (?1, ?2, ?3, ?4)";

}  // namespace prognos::ledger::queries

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_QUERIES_H_
