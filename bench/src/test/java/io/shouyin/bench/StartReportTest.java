package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.bench.StartReport.Start;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StartReportTest {

    @Test
    void json_hasTheMediansWithoutTheFirstStart() {
        StartReport report = new StartReport(new Start(20, 15), List.of(new Start(6, 5), new Start(4, 7), new Start(5, 6)));
        assertThat(report.medianSeconds()).isEqualTo(5);
        assertThat(report.medianCpuSeconds()).isEqualTo(6);
        var json = JsonMapper.shared().readTree(report.json());
        assertThat(json.at("/first/seconds").asDouble()).isEqualTo(20);
        assertThat(json.at("/later").size()).isEqualTo(3);
        assertThat(json.at("/medianSeconds").asDouble()).isEqualTo(5);
    }
}
