package io.shouyin.bench;

import io.shouyin.bench.world.Books;
import java.net.URI;
import java.nio.file.Path;

/// The processes that a soak kills, each with `kill -9`, and brings back on its data.
public interface SoakStack {

    /// Who dies. The host lives on without its database, until that is back.
    enum Victim { HOST, NETWORK, SECOND_NETWORK, WALLET, DATABASE }

    URI host();

    /// Where customers show and scan codes.
    URI wallet();

    Path accessFile();

    Path cardsFile();

    Path hostData();

    void kill(Victim victim);

    /// Returns when it is ready.
    void bringBack(Victim victim);

    /// Ends networks and wallet for good, and reads what they have on disk.
    Books.Outside outside();
}
