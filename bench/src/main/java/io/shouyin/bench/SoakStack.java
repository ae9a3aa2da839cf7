package io.shouyin.bench;

import io.shouyin.network.Posting;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The processes that a soak kills, each with `kill -9`, and brings back on its data.
public interface SoakStack {

    /// Who dies.
    enum Victim { HOST, NETWORK, DATABASE }

    URI host();

    Path accessFile();

    Path cardsFile();

    Path hostData();

    void kill(Victim victim);

    /// Returns when it is ready. A host brings its database back, too.
    void bringBack(Victim victim);

    /// Ends the network for good, and reads what its issuer has on disk.
    List<Posting> postings();
}
