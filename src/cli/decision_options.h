// Options that several recording commands share, and what they say.
#pragma once

#include <vector>

#include "cat4/governance/propose.h"

#include "cli/measure_selection.h"
#include "cli/recording.h"

namespace cat4 {

inline constexpr OptionSpec kNoteOption{
    .name = "--note", .letter = "", .value = "TEXT", .about = "a remark, signed with the decision"};
inline constexpr OptionSpec kReasonOption{.name = "--reason",
                                          .letter = "",
                                          .value = "TEXT",
                                          .about = "why; everybody who approves signs the same one"};
inline constexpr OptionSpec kRoleOption{
    .name = "--role",
    .letter = "",
    .value = "ROLE",
    .about = "the role you act in (default: one that is still missing and that you hold)"};
inline constexpr OptionSpec kOnBehalfOption{.name = "--on-behalf",
                                            .letter = "",
                                            .value = "PERSON",
                                            .about = "act as this person's deputy",
                                            .kind = ValueKind::kPerson};
inline constexpr OptionSpec kEvidenceOption{
    .name = "--evidence",
    .letter = "",
    .value = "FILE",
    .about = "a file below evidence/ that was looked at; its digest is signed",
    .repeatable = true,
    .kind = ValueKind::kFile};

// --role and --on-behalf, for the session's signer.
Result<Signer> SignerOf(const Invocation& invocation, RecordingSession& session);

// --evidence: the digests of the files, which are recorded too where they are not committed yet. Before
// anything keeps a pointer into the portfolio.
Result<void> TakeEvidence(const Invocation& invocation, RecordingSession& session);
Result<std::vector<EvidenceFile>> EvidenceOf(const Invocation& invocation, RecordingSession& session);

// The ids of the measures that the command line names. Refuses those that are not committed, or whose file
// has changes that are not.
Result<std::vector<std::string>> SelectIds(const Invocation& invocation, const RecordingSession& session);
// Refuses if the measure's file in the working tree is not the committed one.
Result<void> CheckCommitted(const RecordingSession& session, const std::string& path);

const Measure* GetMeasure(RecordingSession& session, const std::string& id);
const std::string& PathOf(RecordingSession& session, const Measure& measure);

}  // namespace cat4
