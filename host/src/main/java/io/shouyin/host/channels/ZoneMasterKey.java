package io.shouyin.host.channels;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The ZMK that this institution shares with a network: the active version of the key `zone-master`, of another channel `zone-master-<channel>`.
/// It comes by a ceremony of two officers. Only for the simulated network, which is on this machine, it is loaded once from the files that the
/// network has written.
final class ZoneMasterKey {

    private static final String NAME = "zone-master";

    private final String name;
    private final InstitutionKeys keys;
    private final SecurityModule vault;
    private final ChannelSettings settings;

    ZoneMasterKey(String channel, ChannelSettings settings, InstitutionKeys keys, SecurityModule vault) {
        this.name = channel.equals(ChannelSettings.MAIN) ? NAME : NAME + '-' + channel;
        this.keys = keys;
        this.vault = vault;
        this.settings = settings;
    }

    /// @throws Fault `ZONE_MASTER_KEY_MISSING` if no ceremony has made it and no component files are set, `ZONE_MASTER_KEY_BY_CEREMONY` if
    /// component files are set for a network that is not on this machine
    synchronized KeyBlock require() {
        return keys.find(name).orElseGet(this::load);
    }

    private KeyBlock load() {
        if (settings.zoneMasterKeyComponents().size() < 2) {
            throw new Fault("ZONE_MASTER_KEY_MISSING", Recovery.FIX_THE_SETUP,
                    "hold a key ceremony for " + name + ": enter its components and activate it");
        }
        if (!isOnThisMachine(settings.networkHost())) {
            throw new Fault("ZONE_MASTER_KEY_BY_CEREMONY", Recovery.FIX_THE_SETUP,
                    "component files are for the simulated network on this machine: hold a key ceremony for " + name);
        }
        List<Secret> components = new ArrayList<>();
        try {
            for (Path file : settings.zoneMasterKeyComponents()) {
                components.add(ComponentFile.read(file));
            }
            keys.putOfFiles(name, KeyPurpose.ZONE_MASTER, vault.combine(KeyPurpose.ZONE_MASTER, components));
            return keys.find(name).orElseThrow(() -> new Fault("ZONE_MASTER_KEY_INACTIVE", Recovery.FIX_THE_SETUP,
                    "the key " + name + " came by ceremonies and no version of it is active: activate one"));
        } finally {
            components.forEach(Secret::close);
        }
    }

    private static boolean isOnThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
