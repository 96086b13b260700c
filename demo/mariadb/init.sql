-- One database and one account for each tenant, and one account for the exporter. A demo's passwords: no secret.
CREATE DATABASE IF NOT EXISTS hyunjun;
CREATE DATABASE IF NOT EXISTS jiwoo;
CREATE USER IF NOT EXISTS 'hyunjun'@'%' IDENTIFIED BY 'demo';
CREATE USER IF NOT EXISTS 'jiwoo'@'%' IDENTIFIED BY 'demo';
CREATE USER IF NOT EXISTS 'exporter'@'%' IDENTIFIED BY 'demo' WITH MAX_USER_CONNECTIONS 3;
GRANT ALL ON hyunjun.* TO 'hyunjun'@'%';
GRANT ALL ON jiwoo.* TO 'jiwoo'@'%';
GRANT PROCESS, REPLICATION CLIENT, SLAVE MONITOR, SELECT ON *.* TO 'exporter'@'%';
