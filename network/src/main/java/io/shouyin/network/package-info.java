/// A simulated card network with its issuer 模拟卡组织网络与发卡行: a process of its own, with its own keys, cards and PINs.
///
/// It stands where a real network stands: the host talks to it over TCP in the network dialect, and nothing else
/// links the two. A request goes
///
/// ```
/// socket ─▶ Line ─────────────▶ NetworkDesk ─────────────▶ Issuer ───────────▶ Journal
///           frame, deadlines    decode, behaviour, MAC     checks, balance     durable
///        ◀─────────────────── answer with MAC ◀────────────────────────────────┘
/// ```
///
/// Start reading at [io.shouyin.network.NetworkDesk], then [io.shouyin.network.Issuer].
///
/// It is no certified issuer and holds no real money: its cards are demo cards, and
/// [io.shouyin.network.Behaviour] makes it fail on purpose.
package io.shouyin.network;
