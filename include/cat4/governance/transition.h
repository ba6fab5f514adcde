// The table of moves: which decision is legal where, where it leads, and whose approval it needs.
//
// Pure: nothing here knows who signed, or whether anybody did.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/model/decision.h"
#include "cat4/model/policy.h"

namespace cat4 {

// What a transition does, or what an approve approves: "advance decided", "hold", "return detailed".
struct Move {
  DecisionKind kind = DecisionKind::kAdvance;  // never approve or confirm
  int stage = -1;                              // of advance, return and adopt; else -1
  friend bool operator==(const Move&, const Move&) = default;
};

// Advance, reject, hold, resume, cancel, reinstate, return, reopen, amend, adopt; not approve and confirm,
// which move nothing.
bool IsTransition(DecisionKind kind);

// The move of a transition, or the one that an approve is for. Nothing if the decision is a confirm or its
// `gate` names no move.
std::optional<Move> MoveOf(const Decision& decision, const Policy& policy);
// The move that an approve's `gate` names: "decided", "hold", "return detailed". Nothing if it names none.
std::optional<Move> MoveOfGate(std::string_view gate, const Policy& policy);

// Moves that stand for a reason, which everybody who approves them gives as well. (The advance into the last
// stage takes one too, where less is confirmed than policy asks for.)
bool WantsReason(DecisionKind kind);

// "advance to 'decided'", "hold", "return to 'detailed'"
std::string Describe(const Move& move, const Policy& policy);
// As an approve's `gate` says it: "decided", "hold", "return detailed".
std::string GateText(const Move& move, const Policy& policy);

// True for the advance into the last stage.
bool IsClosing(const Move& move, const Policy& policy);

// Where a measure stands between two decisions.
struct Position {
  int stage = 0;  // index in the policy's stages
  State state = State::kActive;
  bool sealed = false;  // its terms are locked
  bool moved = false;   // some transition has happened
  friend bool operator==(const Position&, const Position&) = default;
};

// Why the move is illegal from here, as "found; wanted"; nothing if it is legal.
std::optional<std::string> WhyIllegal(const Policy& policy, const Position& from, const Move& move);

// Where the move leads. Total: an illegal move leads there as well, which is how history is replayed whose
// policy is not at hand. The stage of advance, return and adopt must be one of the policy's.
Position After(const Policy& policy, const Position& from, const Move& move);

// True if the move locks the terms it names: a first entry at or behind the locking stage, and every amend.
bool Seals(const Policy& policy, const Position& from, const Move& move);

// The roles whose approval the move needs, each once, in the policy's order. `any`: one of them is enough.
struct RolesWanted {
  std::vector<Role> roles;
  bool any = false;
};
RolesWanted RolesFor(const Policy& policy, const Position& from, const Move& move);

// The next gate of an active measure that is not in the last stage; nothing for others.
std::optional<Move> NextGate(const Policy& policy, const Position& from);

}  // namespace cat4
