#include "client/followup_import.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "client/local_file.h"
#include "client/request_id.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {

absl::Status ImportFollowUp(const FollowUpFile& options, v1::FollowUpTable table, Session& session) {
  const Texts& texts = session.texts();
  v1::ImportFollowUpTableRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file, texts));
  request.set_sheet(options.sheet);
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_table(table);
  request.set_year(options.year);
  request.set_until_month(options.until);
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  const absl::StatusOr<v1::ImportFollowUpTableResponse> response =
      session.Call(&v1::FollowUpService::Stub::ImportFollowUpTable, request);
  if (!response.ok()) return AboutFile(response.status(), options.file);
  documents::Paragraphs told{
      {absl::Substitute(options.validate_only ? texts.follow_up_checked : texts.follow_up_stored,
                        FormatCount(response->row_count(), texts.one_row, texts.rows, texts.language),
                        FormatInteger(response->stored_count(), texts.language),
                        FormatInteger(response->unchanged_count(), texts.language))},
      /*is_prose=*/false};
  for (int i = 0; i < response->notes_size(); ++i) {
    const Message note =
        i < response->note_messages_size() ? prognos::FromProto(response->note_messages(i)) : Message{};
    told.texts.push_back(MessageText(note, response->notes(i), texts));
  }
  if (session.format() == Format::kJson) {
    session.PrintJson(*response);
  } else {
    session.Print(documents::Document{{std::move(told)}});
  }
  return absl::OkStatus();
}

}  // namespace prognos::client
