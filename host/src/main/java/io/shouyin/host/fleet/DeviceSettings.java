package io.shouyin.host.fleet;

import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What a device must know besides its keys: who it is, whose it is, and where the gateway is. No secrets.
@Component
class DeviceSettings {

    private final Merchants merchants;
    private final FleetSettings settings;
    private final GatewayAddress.Source gateway;

    DeviceSettings(Merchants merchants, FleetSettings settings, GatewayAddress.Source gateway) {
        this.merchants = merchants;
        this.settings = settings;
        this.gateway = gateway;
    }

    /// @param batch the one to begin with
    /// @param stepUp `online`: the host checks its operators and factors; `local`: the device does
    Map<String, Object> of(TerminalId terminal, MerchantId merchantId, BatchNumber batch, TerminalProfile profile, String stepUp) {
        Merchant merchant = merchants.find(merchantId).orElseThrow();
        GatewayAddress address = gateway.current();
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("terminalId", terminal.value());
        device.put("merchantId", merchantId.value());
        device.put("merchantName", merchant.name());
        device.put("acquirerName", settings.acquirerName());
        device.put("gatewayHost", settings.gatewayHost().isEmpty() ? address.host() : settings.gatewayHost());
        device.put("gatewayPort", address.port());
        device.put("gatewayCertificateSha256", address.certificateSha256());
        device.put("tpduDestination", "0003");
        device.put("batch", batch.toString());
        device.put("profile", profile.code());
        device.put("stepUp", stepUp);
        device.put("signatureFromFen", settings.signatureFromFen());
        device.put("test", settings.testMode());
        device.put("language", "zh");
        return device;
    }
}
