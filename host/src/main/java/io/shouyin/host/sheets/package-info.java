/// Tables in files: CSV and Excel, read within bounds and written so that no spreadsheet runs a cell.
@org.springframework.modulith.ApplicationModule(displayName = "Sheets", allowedDependencies = "web")
package io.shouyin.host.sheets;
