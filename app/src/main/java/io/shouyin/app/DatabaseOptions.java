package io.shouyin.app;

import io.shouyin.host.platform.DatabaseDoor;
import io.shouyin.kernel.Secret;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which database a verb beside the host reads.
final class DatabaseOptions {

    @Option(names = "--data", defaultValue = "${env:SHOUYIN_DATA:-var/host}",
            description = "主机的数据目录 / data folder of the host (${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--db-url", defaultValue = "${sys:shouyin.db.url:-${env:SHOUYIN_DB_URL}}", paramLabel = "URL",
            description = {"外部 PostgreSQL;口令取自环境变量 SHOUYIN_DB_PASSWORD", "an external PostgreSQL; its password is taken from the variable SHOUYIN_DB_PASSWORD"})
    private String url;

    @Option(names = "--db-user", defaultValue = "${sys:shouyin.db.user:-${env:SHOUYIN_DB_USER:-shouyin}}", paramLabel = "USER",
            description = "外部库的应用账号 / the application's login (${DEFAULT-VALUE})")
    private String user;

    DatabaseDoor door() {
        return url == null || url.isBlank() ? DatabaseDoor.of(data.resolve("postgresql"))
                : DatabaseDoor.of(url, user, Secret.of(Optional.ofNullable(System.getenv("SHOUYIN_DB_PASSWORD")).orElse("")));
    }

    /// A file of the host's data folder.
    Path file(String first, String second) {
        return data.resolve(first).resolve(second);
    }
}
