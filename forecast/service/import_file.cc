#include "forecast/service/import_file.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/interchange/account_rows.h"
#include "forecast/interchange/archive.h"
#include "forecast/interchange/table_file.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/actuals_check.h"
#include "forecast/service/amount_scale.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/error.h"
#include "forecast/service/file_content.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/names.h"
#include "forecast/service/unbooked_months.h"
#include "forecast/service/undecodable.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "forecast/service/zero_months.h"
#include "messages/file.h"
#include "messages/refusal.h"
#include "messages/request.h"

namespace prognos::service {
namespace {

constexpr int kMaxFileName = 255;

absl::Status CheckHeader(const v1::ImportFileRequest::Header& header) {
  FaultList faults;
  CheckOrganizationName(header.organization(), "header.organization", faults);
  CheckRequestId(header.request_id(), faults);
  CheckText(header.file_name(), kMaxFileName, false, "header.file_name", faults);
  if (!v1::FileFormat_IsValid(header.format())) {
    faults.Add("header.format", FaultReason::kUnknown, absl::StrCat(header.format()),
               messages::request::IsNotAFormat());
  }
  return faults.ToStatus();
}

// About what it takes to read a file of many megabytes.
constexpr absl::Duration kRetryAfterFile = absl::Seconds(5);

// A file of short rows that all differ takes 20 times its size while it is read (measured: 19 for CSV, 12 for vouchers
// of SIE), until it holds all the values that a file may have; then its rows repeat, and only its text grows.
constexpr int64_t kMemoryPerByte = 20;
constexpr int64_t kTextCopies = 3;
constexpr int64_t kMemoryPerValue = 600;

absl::Status NoMemory(int64_t limit) {
  return Busy(messages::refusal::ImportsFillTheMemory(limit >> 20), kRetryAfterFile);
}

absl::Status CheckContent(const ActualsCheck& check, const FileContent& content, FaultList faults) {
  for (size_t i = 0; i < content.actuals.size(); ++i) {
    check.CheckMonthOpen(content.actuals[i], absl::StrCat(content.places[i], ": month"), faults);
  }
  CheckSizes(content.actuals, content.places, faults);
  CheckNoDuplicates(content.actuals, content.places, faults);
  return ActualsStatus(faults);
}

// What the file brought to each series, in the order of the series list.
// The values are checked: no two for a month and none beyond the greatest, or sums could overflow.
absl::Status FillSeries(const std::string& organization, const std::vector<ledger::Series>& all,
                        const FileContent& content, v1::ImportFileResponse& response) {
  response.clear_series();
  std::map<std::string, v1::ImportedSeries> by_id;
  for (const ledger::NewActual& actual : content.actuals) {
    v1::ImportedSeries& series = by_id[actual.series_id];
    const std::string month = actual.month.ToString();
    if (series.month_count() == 0 || month < series.first_month()) series.set_first_month(month);
    if (series.month_count() == 0 || month > series.last_month()) series.set_last_month(month);
    PROGNOS_ASSIGN_OR_RETURN(const int64_t sum, AddOre(series.sum(), actual.value));
    series.set_sum(sum);
    series.set_month_count(series.month_count() + 1);
  }
  for (const ledger::Series& one : all) {
    const auto found = by_id.find(one.id);
    if (found == by_id.end()) continue;
    found->second.set_series(SeriesName(organization, one.id));
    *response.add_series() = found->second;
  }
  return absl::OkStatus();
}

// A table with a row of sums for each month and department has many notes of the same kind.
constexpr size_t kMostNotes = 100;

void FillLeftOut(const FileContent& content, v1::ImportFileResponse& response) {
  for (const prognos::UnmatchedPosting& posting : content.unmatched) {
    v1::UnmatchedPosting& added = *response.add_unmatched();
    added.set_account(posting.account);
    added.set_dimension(posting.dimension);
    added.set_object(posting.object);
    added.set_amount_ore(posting.sum_ore);
    added.set_month_count(posting.month_count);
  }
  response.set_balance_account_count(content.balance_account_count);
  response.set_balance_sum_ore(content.balance_sum_ore);
  response.set_budget_row_count(content.budget_row_count);
  response.set_budget_sum_ore(content.budget_sum_ore);
}

void FillNotes(const std::vector<Message>& notes, v1::ImportFileResponse& response) {
  response.clear_notes();
  response.clear_note_messages();
  const size_t told = std::min(notes.size(), kMostNotes);
  for (size_t i = 0; i < told; ++i) {
    response.add_notes(notes[i].English());
    *response.add_note_messages() = prognos::ToProto(notes[i]);
  }
  response.set_note_count(static_cast<int64_t>(notes.size()));
}

// Amounts in another unit than those before them come first among the notes: all else is of the wrong size then.
absl::Status CheckScaleAndFillNotes(ledger::Reader& reader, const v1::ImportFileRequest::Header& header,
                                    const std::string& organization, const FileContent& content,
                                    v1::ImportFileResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ScaleOfFile scale, CompareScale(reader, organization, content.actuals));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<Message> notes, CheckScale(scale, header.confirm_unusual_amounts()));
  notes.insert(notes.end(), content.notes.begin(), content.notes.end());
  FillNotes(notes, response);
  return absl::OkStatus();
}

// Puts the zeros among the content's values and tells of them, by series.
absl::Status AddZeroMonths(ledger::Reader& reader, const std::string& organization, absl::Time now,
                           FileContent& content, v1::ImportFileResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ZeroMonth> zeros,
                           FindZeroMonths(reader, organization, content, SwedishMonth(now)));
  response.set_zeroed_count(static_cast<int64_t>(zeros.size()));
  response.clear_zeroed_series();
  for (const ZeroMonth& zero : zeros) {
    const std::string name = SeriesName(organization, zero.series_id);
    const std::string month = zero.month.ToString();
    content.actuals.push_back({zero.series_id, zero.month, 0});
    content.places.push_back(absl::StrCat(zero.series_id, " ", month));
    if (response.zeroed_series().empty() || response.zeroed_series().rbegin()->series() != name) {
      response.add_zeroed_series()->set_series(name);
      response.mutable_zeroed_series()->rbegin()->set_first_month(month);
    }
    v1::ImportedSeries& series = *response.mutable_zeroed_series()->rbegin();
    series.set_last_month(month);
    series.set_month_count(series.month_count() + 1);
    PROGNOS_ASSIGN_OR_RETURN(const int64_t sum, AddOre(series.sum(), zero.before));
    series.set_sum(sum);
  }
  return absl::OkStatus();
}

// The values of `content` that the ledger holds others for.
absl::StatusOr<std::vector<v1::ChangedValue>> FindChanges(ledger::Reader& reader, const std::string& organization,
                                                          const std::vector<ledger::NewActual>& actuals) {
  std::map<std::pair<std::string, Month>, int64_t> after;
  ledger::ActualsQuery query;
  for (const ledger::NewActual& actual : actuals) {
    after[{actual.series_id, actual.month}] = actual.value;
    query.first_month = std::min(query.first_month.value_or(actual.month), actual.month);
    query.last_month = std::max(query.last_month.value_or(actual.month), actual.month);
  }
  std::vector<v1::ChangedValue> changes;
  if (after.empty()) return changes;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> held, reader.ListActuals(organization, query));
  for (const ledger::Actual& actual : held) {
    const auto found = after.find({actual.series_id, actual.month});
    if (found == after.end() || found->second == actual.value) continue;
    v1::ChangedValue& change = changes.emplace_back();
    change.set_series(SeriesName(organization, actual.series_id));
    change.set_month(actual.month.ToString());
    change.set_before(actual.value);
    change.set_after(found->second);
  }
  return changes;
}

constexpr size_t kMostChanges = 100;

void FillChanges(std::vector<v1::ChangedValue> changes, v1::ImportFileResponse& response) {
  const auto size = [](const v1::ChangedValue& change) { return std::abs(change.after() - change.before()); };
  std::stable_sort(changes.begin(), changes.end(), [&size](const v1::ChangedValue& one, const v1::ChangedValue& other) {
    return size(one) > size(other);
  });
  response.set_changed_count(static_cast<int64_t>(changes.size()));
  if (changes.size() > kMostChanges) changes.resize(kMostChanges);
  response.clear_changed();
  response.mutable_changed()->Add(changes.begin(), changes.end());
}

// A store that runs the write twice finds the zeros anew.
absl::Status AppendContent(ledger::Writer& writer, const v1::ImportFileRequest::Header& header,
                           const std::string& organization, const FileTargets& targets, const FileContent& read,
                           const FaultList& faults, const ledger::Recording& recording,
                           v1::ImportFileResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ActualsCheck check, ActualsCheck::For(writer, organization, recording.time));
  FileContent booked = read;
  PROGNOS_RETURN_IF_ERROR(TakeOutUnbookedMonths(writer, organization, targets, booked));
  FileContent content = booked;
  PROGNOS_RETURN_IF_ERROR(AddZeroMonths(writer, organization, recording.time, content, response));
  PROGNOS_RETURN_IF_ERROR(CheckContent(check, content, faults));
  std::vector<std::string> series_ids;
  for (const ledger::NewActual& actual : booked.actuals) series_ids.push_back(actual.series_id);
  PROGNOS_RETURN_IF_ERROR(AddTypedSeries(writer, organization, series_ids, recording));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, writer.ListSeries(organization));
  PROGNOS_RETURN_IF_ERROR(FillSeries(organization, InTreeOrder(targets.tree, std::move(series)), booked, response));
  FaultList too_large;
  PROGNOS_RETURN_IF_ERROR(CheckRoomForForecasts(writer, organization, content.actuals, content.places, too_large));
  PROGNOS_RETURN_IF_ERROR(too_large.ToStatus());
  PROGNOS_RETURN_IF_ERROR(CheckScaleAndFillNotes(writer, header, organization, booked, response));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<v1::ChangedValue> changes, FindChanges(writer, organization, content.actuals));
  FillChanges(std::move(changes), response);
  PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult appended,
                           writer.AppendActuals(organization, content.actuals, recording));
  response.set_stored_count(appended.stored);
  response.set_unchanged_count(appended.unchanged);
  response.set_ledger_position(appended.position);
  return absl::OkStatus();
}

}  // namespace

absl::Status StoreFile(const Call& call, const v1::ImportFileRequest::Header& header, const std::string& bytes,
                       v1::ImportFileResponse& response) {
  PROGNOS_RETURN_IF_ERROR(call.control().Check());
  PROGNOS_RETURN_IF_ERROR(CheckHeader(header));
  FaultList none;
  const std::string organization = CheckOrganizationName(header.organization(), "header.organization", none);
  const WriteKey key = {organization, header.request_id(),
                        Fingerprint("ImportFile", absl::StrCat(header.SerializeAsString(), bytes))};
  bool answered = false;
  FileTargets targets;
  PROGNOS_RETURN_IF_ERROR(call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(targets, ReadFileTargets(reader, organization));
    PROGNOS_ASSIGN_OR_RETURN(answered, AnswerFromBefore(reader, key, response));
    return absl::OkStatus();
  }));
  if (answered) return absl::OkStatus();
  // Reading a large file takes seconds; nobody else's write waits for it.
  FaultList faults;
  PROGNOS_ASSIGN_OR_RETURN(const FileContent content,
                           ReadFileContent({bytes, header.sheet()}, header.format(), targets, faults));
  response.set_format(content.format);
  response.set_row_count(content.row_count);
  FillLeftOut(content, response);
  return call.WriteOnce(key, header.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(call.control().Check());  // Reading took its time.
    return AppendContent(writer, header, organization, targets, content, faults, call.Recording(), response);
  });
}

ImportFileReactor::ImportFileReactor(const ServiceContext& service, grpc::CallbackServerContext* context,
                                     grpc::ByteBuffer* response)
    : service_(service),
      mark_(*service.running),
      context_(*context),
      call_(service, *context),
      response_bytes_(response),
      share_(*service.import_bytes),
      wait_(service.idle, [this] { Finish(ToGrpcStatus(service_.idle->TooSilent())); }) {
  ReadNext();
}

void ImportFileReactor::ReadNext() {
  wait_.Begin();
  StartRead(&part_bytes_);
}

void ImportFileReactor::OnReadDone(bool ok) {
  if (!wait_.End()) return;  // It was ended for its silence.
  if (!ok) {
    const absl::Status let_in = service_.heavy->Begin([this] { FinishFile(); }, call_.control().deadline);
    if (!let_in.ok()) Finish(ToGrpcStatus(let_in));
    return;
  }
  absl::Status status = call_.Admitted(context_);
  if (status.ok()) status = TakePart();
  if (!status.ok()) {
    Finish(ToGrpcStatus(status));
    return;
  }
  ReadNext();
}

int64_t ImportFileReactor::MemoryToRead(int64_t file_bytes) {
  constexpr int64_t kAllValues = static_cast<int64_t>(kMaxFileValues) * kMemoryPerValue;
  return std::min(file_bytes * kMemoryPerByte, file_bytes * kTextCopies + kAllValues);
}

absl::Status ImportFileReactor::MakeRoomToRead() {
  const auto size = static_cast<int64_t>(bytes_.size());
  // What is read of a workbook is what it unpacks to; one that does not open takes no more than its bytes.
  int64_t most = MemoryToRead(size);
  if (LooksLikeArchive(bytes_)) {
    const absl::StatusOr<Archive> archive = Archive::Open(bytes_);
    if (archive.ok()) most = size + MemoryToRead(archive->unpacked_bytes());
  }
  const int64_t limit = service_.import_bytes->limit();
  if (most > limit) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kTooLong, "",
                       messages::file::TakesTooMuchMemory(most >> 20, limit >> 20));
  }
  return share_.Grow(most - size) ? absl::OkStatus() : NoMemory(limit);
}

// Reads end alike when the client half-closes and when the stream breaks; only the call tells them apart.
void ImportFileReactor::FinishFile() { Finish(ToGrpcStatus(Store())); }

absl::Status ImportFileReactor::Store() {
  PROGNOS_RETURN_IF_ERROR(call_.Admitted(context_));
  PROGNOS_RETURN_IF_ERROR(MakeRoomToRead());
  v1::ImportFileResponse response;
  PROGNOS_RETURN_IF_ERROR(
      AtCells(StoreFile(call_, header_, bytes_, response), {bytes_, header_.sheet()}, TableKind::kActuals));
  EncodeMessage(response, *response_bytes_);
  return absl::OkStatus();
}

absl::Status ImportFileReactor::TakePart() {
  const auto refuse = [](const char* place, FaultReason reason, const Message& rule) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, place, reason, "", rule);
  };
  PROGNOS_RETURN_IF_ERROR(DecodeMessage(part_bytes_, part_count_++, part_));
  PROGNOS_RETURN_IF_ERROR(call_.Admitted(context_, &part_));
  if (!has_header_) {
    if (!part_.has_header()) return refuse("header", FaultReason::kMissingValue, messages::request::MustComeFirst());
    has_header_ = true;
    header_ = part_.header();
    return CheckHeader(header_);
  }
  if (part_.has_header()) return refuse("header", FaultReason::kDuplicate, messages::request::MayComeOnlyOnce());
  if (part_.chunk().size() > kMaxChunkBytes)
    return refuse("chunk", FaultReason::kTooLong, messages::request::ChunkIsTooLong(1));
  if (bytes_.size() + part_.chunk().size() > kMaxFileBytes) {
    return refuse("file", FaultReason::kTooLong, messages::file::IsLonger(256));
  }
  if (!share_.Grow(static_cast<int64_t>(part_.chunk().size()))) return NoMemory(service_.import_bytes->limit());
  bytes_ += part_.chunk();
  return absl::OkStatus();
}

}  // namespace prognos::service
