package io.shouyin.host.fleet.register;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// A model of terminals, as the catalogue has it.
///
/// @param approvalNumber of PCI PTS, such as `4-10254`; null if there is none
/// @param approvalUntil the last day of the approval: none is newly deployed after it
/// @param devices how many of them are not retired
record TerminalModel(String name, String vendor, Kind kind, List<Capability> capabilities, String approvalNumber, LocalDate approvalUntil, long devices, Instant changedAt) {

    enum Kind {
        /// 传统 POS
        CLASSIC,
        /// 电签 POS: a small screen to sign on
        E_SIGNATURE,
        /// 智能 POS: a touch screen and applications
        SMART,
        /// 移动 POS
        MOBILE,
        /// 密码键盘
        PIN_PAD,
        /// 自助终端
        SELF_SERVICE,
        /// 收款码牌
        CODE_BOARD,
        /// 虚拟终端
        VIRTUAL,
        OTHER
    }

    enum Capability {
        PRINTER,
        E_SIGNATURE,
        MAGSTRIPE,
        CHIP,
        CONTACTLESS,
        CAMERA,
        PIN_PAD,
        FINGERPRINT,
        BATTERY,
        CELLULAR,
        WIFI,
        POSITION
    }
}
