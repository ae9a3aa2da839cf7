package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Policies as JSON: every value is there, none is unknown, none is bent to fit.
public final class PolicyJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)                            // 8.7 is no 8
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();

    private static final JsonMapper OURS = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private PolicyJson() {}

    /// A JSON text that is no policy: what is wrong, without the text.
    public static final class NoPolicy extends Exception {
        private NoPolicy(String rule) {
            super(rule, null, false, false);
        }
    }

    /// What this module has written itself, or brings along.
    static <T> T read(String json, Class<T> type) {
        return OURS.readValue(json, type);
    }

    /// A tree that was made from policies.
    static PasswordPolicy known(ObjectNode tree) {
        return JSON.treeToValue(tree, PasswordPolicy.class);
    }

    static PasswordPolicy policy(JsonNode tree) throws NoPolicy {
        try {
            return JSON.treeToValue(tree, PasswordPolicy.class);
        } catch (JacksonException wrong) {
            throw new NoPolicy(wrong.getCause() instanceof IllegalArgumentException rule ? rule.getMessage()
                    : "a value is missing, unknown or not of its kind" + where(wrong));
        }
    }

    private static String where(JacksonException wrong) {
        var path = wrong.getPath().stream().map(JacksonException.Reference::getPropertyName).filter(Objects::nonNull).collect(Collectors.joining("."));
        return path.isEmpty() ? "" : ": " + path;
    }

    /// The text of a file: the values alone, or a profile with its `policy`.
    public static PasswordPolicy policy(String json) throws NoPolicy {
        try {
            var tree = JSON.readTree(json);
            return policy(tree.has("policy") ? tree.get("policy") : tree);
        } catch (JacksonException _) {
            throw new NoPolicy("the text is not JSON");
        }
    }

    static String write(Object value) {
        return OURS.writeValueAsString(value);
    }

    public static String text(PasswordPolicy policy) {
        return JSON.writeValueAsString(policy);
    }

    static ObjectNode tree(PasswordPolicy policy) {
        return JSON.valueToTree(policy);
    }

    static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }
}
