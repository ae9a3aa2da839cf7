package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.receipt.Paper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What one model of terminal has and how it looks: data of `models.json`.
///
/// @param name as the host knows it
/// @param zh what it is called in Chinese, as `en` in English
/// @param body how the page draws it: `classic`, `compact` or `touch`
/// @param paper of its printer; null if it has none
/// @param signaturePad cardholders sign on its screen
public record Model(String name, String zh, String en, String body, Paper paper, boolean signaturePad) {

    private static final List<Model> ALL = read();

    /// The first one of the data.
    public static final Model CLASSIC = ALL.getFirst();

    public Model {
        Check.argument(List.of("classic", "compact", "touch").contains(body), "a model's body is classic, compact or touch");
    }

    public static List<Model> all() {
        return ALL;
    }

    /// A name that is not in the data is some terminal that has what the classic one has.
    public static Model named(String name) {
        return ALL.stream().filter(model -> model.name.equals(name)).findFirst().orElse(CLASSIC);
    }

    /// Paper of its printer, if it has one.
    public Optional<Paper> roll() {
        return Optional.ofNullable(paper);
    }

    private static List<Model> read() {
        try (InputStream in = Model.class.getResourceAsStream("/io/shouyin/terminal/models.json")) {
            return List.of(JsonMapper.shared().readValue(in.readAllBytes(), Model[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
