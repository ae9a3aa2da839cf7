package io.shouyin.network;

/// What a [NetworkServer] has done since it started.
///
/// @param connections   accepted
/// @param requests      frames received whole
/// @param approved      requests approved and posted
/// @param declined      requests declined
/// @param repeated      requests answered again from what was answered before
/// @param reversed      approvals undone
/// @param remembered    reversals that came before, or without, their original
/// @param macWrong      requests without a right MAC
/// @param formatRefused requests answered with 30, or not decodable at all
/// @param unsupported   requests answered with 40
/// @param signOns       sign-ons answered
/// @param echoes        echo tests answered
/// @param unanswered    requests left without an answer on purpose
public record NetworkCounts(long connections, long requests, long approved, long declined, long repeated, long reversed,
                            long remembered, long macWrong, long formatRefused, long unsupported, long signOns, long echoes,
                            long unanswered) {}
