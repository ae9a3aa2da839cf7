package io.shouyin.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads where a host is: `http://127.0.0.1:8080`.
final class HostAddress implements ITypeConverter<URI> {

    @Override
    public URI convert(String text) {
        try {
            URI address = new URI(text);
            if (List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException noAddress) {
            // said below, as for any other text that is none
        }
        throw new TypeConversionException("a host is given as http://HOST:PORT");
    }
}
