/// Messages for people: a masked view, a dump as text, and trees that become JSON on the command line.
package io.shouyin.iso8583.inspect;
