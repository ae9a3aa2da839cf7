package io.shouyin.host.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What fails outside of every controller: in a filter, in the server, or as an address that no browser sends. A problem
/// detail too, and it does not repeat the address.
@Hidden
@RestController
class LastResort implements ErrorController {

    private final Problems problems;

    LastResort(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
        var problem = status == null || status.is5xxServerError() ? problems.internal()
                : problems.of(status, status == HttpStatus.NOT_FOUND ? WebRefusal.NOT_FOUND : WebRefusal.REQUEST_INVALID, Map.of());
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    @Bean
    static RequestRejectedHandler requestRejectedHandler(Problems problems) {
        return (_, response, _) -> problems.write(response, HttpStatus.BAD_REQUEST, WebRefusal.REQUEST_INVALID);
    }
}
