#include "forecast/service/outlook_cache.h"

#include <iterator>
#include <utility>

namespace prognos::service {
namespace {

size_t BytesOf(const engine::ForecastRecord& record) {
  size_t bytes = record.month_factors.size() * sizeof(engine::Factors);
  for (const engine::MemberWeight& member : record.weights) bytes += sizeof member + member.model.size();
  return bytes;
}

size_t BytesOf(const outlook::Line& line) {
  size_t bytes = sizeof line + line.notes.size() * sizeof(outlook::Note);
  for (const outlook::Note& note : line.notes) bytes += Encode(note.message).size();
  if (line.model.has_value()) bytes += line.model->model.size() + line.model->specification.size();
  if (line.model.has_value() && line.model->record.has_value()) bytes += BytesOf(*line.model->record);
  return bytes;
}

size_t BytesOf(const outlook::Outlook& outlook) {
  size_t bytes = sizeof outlook;
  for (const outlook::Line& line : outlook.lines) bytes += BytesOf(line);
  for (const std::string& paths : outlook.paths) bytes += sizeof paths + paths.size();
  return bytes;
}

}  // namespace

std::shared_ptr<const outlook::Outlook> OutlookCache::Find(const std::string& key) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    ++misses_;
    return nullptr;
  }
  ++hits_;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->outlook;
}

void OutlookCache::Insert(const std::string& key, std::shared_ptr<const outlook::Outlook> outlook) {
  const size_t bytes = sizeof(Entry) + 2 * key.size() + BytesOf(*outlook);
  if (bytes > max_bytes_) return;
  absl::MutexLock lock(&mutex_);
  const auto before = by_key_.find(key);
  if (before != by_key_.end()) Remove(before->second);
  while (bytes_ + bytes > max_bytes_) Remove(std::prev(entries_.end()));
  entries_.push_front({key, std::move(outlook), bytes});
  by_key_[key] = entries_.begin();
  bytes_ += bytes;
}

void OutlookCache::Remove(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

int64_t OutlookCache::hit_count() const {
  absl::MutexLock lock(&mutex_);
  return hits_;
}

int64_t OutlookCache::miss_count() const {
  absl::MutexLock lock(&mutex_);
  return misses_;
}

size_t OutlookCache::bytes() const {
  absl::MutexLock lock(&mutex_);
  return bytes_;
}

}  // namespace prognos::service
